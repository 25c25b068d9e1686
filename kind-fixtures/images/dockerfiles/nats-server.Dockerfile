# The image localhost/seatrial/nats-server, for people with Docker. Build it from the repository's root:
#   docker build -f kind-fixtures/images/dockerfiles/nats-server.Dockerfile -t localhost/seatrial/nats-server:v2.12.0 .
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY kind-fixtures/toolchain/ .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /out/ github.com/nats-io/nats-server/v2 \
  && mkdir -p /root-fs/etc/ssl/certs /root-fs/tmp && chmod 1777 /root-fs/tmp \
  && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /root-fs/etc/passwd \
  && printf 'root:x:0:\nnonroot:x:65532:\n' > /root-fs/etc/group \
  && cp /etc/ssl/certs/ca-certificates.crt /root-fs/etc/ssl/certs/

FROM scratch
COPY --from=build /root-fs/ /
COPY --from=build /out/nats-server /nats-server
USER 65532:65532
ENTRYPOINT ["/nats-server"]
