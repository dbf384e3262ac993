# The agent as a background worker. Node strips the types itself: nothing is compiled, what is copied is what runs.
FROM node:24.21.0-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
# 509 MB become 202 MB without what no process here ever loads: the ONNX runtime for other systems, a compiler that comes
# as a peer of a build tool of LiveKit's, a package's test coverage, source maps and type declarations.
RUN cd node_modules \
 && rm -r onnxruntime-node/bin/napi-v6/darwin onnxruntime-node/bin/napi-v6/win32 \
 && find onnxruntime-node/bin/napi-v6/linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -r {} + \
 && rm -r typescript @typescript .bin fluent-ffmpeg/coverage \
 && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete

FROM node:24.21.0-slim
# LiveKit's native part trusts the system's certificates; Node has its own.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production EMA_DATA_DIR=/data EMA_HEALTH_PORT=8081
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY machines ./machines
COPY prompts ./prompts
COPY src ./src
# What `node src/call.ts`, the call without keys, plays.
COPY test/calls/burst-pipe.yaml ./test/calls/burst-pipe.yaml
USER node
VOLUME /data
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.EMA_HEALTH_PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1, so that SIGTERM reaches it: it takes no new call, lets running ones end, and exits.
STOPSIGNAL SIGTERM
CMD ["node", "src/worker.ts"]
