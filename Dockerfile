# The agent as a background worker. Node strips the types itself: nothing is compiled, what is copied is what runs.
FROM node:24.21.0-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24.21.0-slim
# The providers and the API are reached over TLS.
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
COPY test/calls/burst-pipe.yaml ./test/calls/burst-pipe.yaml
USER node
VOLUME /data
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8081/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1, so that SIGTERM reaches it: the call is ended well and its webhooks are delivered.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts"]
