FROM node:24-slim AS build
WORKDIR /build
COPY . .
RUN npx -y pnpm@12 install --frozen-lockfile && npx -y pnpm@12 exec turbo run build --filter recordop

FROM node:24-slim
COPY --from=build /build/apps/cli/package.json /opt/recordop/
COPY --from=build /build/apps/cli/dist/*.js /build/apps/cli/dist/LICENSES.txt /opt/recordop/dist/
RUN ln -s /opt/recordop/dist/recordop.js /usr/local/bin/recordop && mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 4080
HEALTHCHECK --interval=5s --timeout=2s CMD ["node", "-e", "fetch('http://127.0.0.1:4080/_emulator/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["recordop"]
CMD ["serve", "--host", "0.0.0.0"]
