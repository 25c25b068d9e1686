# The image localhost/seatrial/k6, for people with Docker. Build it from the repository's root:
#   docker build -f kind-fixtures/images/dockerfiles/k6.Dockerfile -t localhost/seatrial/k6:v2.2.0 .
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY load/xk6-seatrial/ .
RUN mkdir /out && CGO_ENABLED=0 GOFLAGS=-buildvcs=false \
    go tool xk6 build v2.2.0 --with seatrial.dev/xk6-seatrial=. --output /out/k6 \
  && mkdir -p /root-fs/etc/ssl/certs /root-fs/tmp && chmod 1777 /root-fs/tmp \
  && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /root-fs/etc/passwd \
  && printf 'root:x:0:\nnonroot:x:65532:\n' > /root-fs/etc/group \
  && cp /etc/ssl/certs/ca-certificates.crt /root-fs/etc/ssl/certs/

FROM scratch
COPY --from=build /root-fs/ /
COPY --from=build /out/k6 /k6
USER 65532:65532
ENTRYPOINT ["/k6"]
