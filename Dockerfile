# One image for the API and the worker; docker-compose.yml says which one a container runs.
FROM node:24-bookworm-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts && npm run --silent sbom > sbom.cdx.json
COPY tsconfig.json ./
COPY rules rules
COPY console console
RUN node console/build.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without install scripts: the image has its Node already, and no other package needs one to run.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY . .
# Once per release instead of at every start of a worker.
RUN node activities/prebuild.ts
COPY --from=console /app/console/dist console/dist
COPY --from=console /app/sbom.cdx.json ./
USER node
EXPOSE 8000
CMD ["node", "api/server.ts"]
