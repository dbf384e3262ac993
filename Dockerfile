# The agent as a background worker, and the API with its dashboard: one image. Node strips the types itself: but for the
# dashboard's page nothing is compiled, what is copied is what runs.
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
# No package's scripts are needed: what they would fetch, such as Node, is here.
RUN npm ci --ignore-scripts
COPY machines ./machines
COPY src ./src
RUN npm run dashboard:build
# What only development needs goes. `npm ci --omit=dev` would leave tools that better-auth lists as optional peers, such as Vitest.
RUN npm pkg delete devDependencies && npm prune --ignore-scripts
# 560 MB become 230 MB without what no process here ever loads: the ONNX runtime for other systems, a compiler that comes
# as a peer of a build tool of LiveKit's, PGlite's extensions, packages' tests and sources, source maps and type declarations.
RUN cd node_modules \
 && rm -r onnxruntime-node/bin/napi-v6/darwin onnxruntime-node/bin/napi-v6/win32 \
 && find onnxruntime-node/bin/napi-v6/linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -r {} + \
 && rm -r typescript @typescript .bin fluent-ffmpeg/coverage fastify/test superjson/src openai/src zod/src \
 && rm @electric-sql/pglite/dist/*.tar.gz \
 && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete \
 && find . -type d -empty -delete

FROM node:24.21.0-slim
# LiveKit's native part trusts the system's certificates; Node has its own.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# The API listens to other containers and to a proxy; the worker listens to nobody.
ENV NODE_ENV=production EMA_DATA_DIR=/data EMA_HEALTH_PORT=8081 EMA_API_HOST=0.0.0.0
RUN mkdir -p /data/recordings && chown -R node:node /data
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
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
# The API is `node src/api.ts`.
CMD ["node", "src/worker.ts"]
