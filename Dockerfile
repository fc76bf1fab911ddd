# One image for the API and the worker; docker-compose.yml says which one a container runs.
FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without install scripts: the image has its Node already, and no other package needs one to run.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY . .
USER node
EXPOSE 8000
CMD ["node", "api/server.ts"]
