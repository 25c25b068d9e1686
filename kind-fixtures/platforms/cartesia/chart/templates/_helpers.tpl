{{/* Labels of every object. (dict "root" $ "component" "api") */}}
{{- define "cartesia.labels" -}}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: cartesia
{{ include "cartesia.selector" . }}
{{- end }}

{{/* Labels that select the pods of a component. */}}
{{- define "cartesia.selector" -}}
app.kubernetes.io/name: cartesia
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of its pods. No release tag in them: NATS must not roll with the release. */}}
{{- define "cartesia.podLabels" -}}
{{ include "cartesia.selector" . }}
app.kubernetes.io/part-of: cartesia
{{- end }}

{{- define "cartesia.podSpec" -}}
automountServiceAccountToken: false
{{- with .root.Values.infra.serviceAccount }}
serviceAccountName: {{ . }}
{{- end }}
{{- with .root.Values.infra.imagePullSecret }}
imagePullSecrets:
  - name: {{ . }}
{{- end }}
terminationGracePeriodSeconds: 30
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
{{- end }}

{{/* Environment of every role of the stand-in. */}}
{{- define "cartesia.env" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: NATS_URL
  value: nats://{{ .root.Release.Name }}-nats:4222
- name: STANDIN_FAULTS
  value: {{ .root.Values.standIn.faults | toJson | quote }}
- name: DRAIN_GRACE_MS
  value: {{ .root.Values.standIn.drain.graceMs | quote }}
- name: DRAIN_LIMIT_MS
  value: {{ .root.Values.standIn.drain.limitMs | quote }}
{{- end }}

{{/* Environment of a worker. (dict "root" $ "name" … "model" … "capacity" …) */}}
{{- define "cartesia.workerEnv" -}}
{{ include "cartesia.env" . }}
- name: WORKER_NAME
  value: {{ .name }}
- name: WORKER_MODEL
  value: {{ .model | quote }}
- name: WORKER_CAPACITY
  value: {{ .capacity | quote }}
- name: WORKER_LOAD_MS
  value: {{ mulf .root.Values.standIn.modelLoadSeconds 1000 | int | quote }}
{{- with .root.Values.standIn.noise }}
- name: WORKER_SEED
  value: {{ .seed | quote }}
- name: WORKER_POD_SPREAD
  value: {{ .podSpread | quote }}
- name: WORKER_MINUTE_SPREAD
  value: {{ .minuteSpread | quote }}
{{- end }}
{{- end }}

{{/* A worker stays Running but not Ready until it reports capacity. */}}
{{- define "cartesia.workerProbe" -}}
startupProbe:
  exec:
    command: [/usr/local/bin/node, /app/probe.mjs]
  initialDelaySeconds: 1
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 300
{{- end }}

{{/* (dict "root" $ "cpu" "150m" "gpuType" "nvidia.com/gpu"), the last one for workers. */}}
{{- define "cartesia.resources" -}}
{{- $gpu := ternary (dict .gpuType 1) dict (hasKey . "gpuType") }}
{{- $memory := .root.Values.standIn.memory }}
resources:
  requests: {{- merge (dict "cpu" .cpu "memory" $memory.request) $gpu | toYaml | nindent 4 }}
  limits: {{- merge (dict "memory" $memory.limit) $gpu | toYaml | nindent 4 }}
{{- end }}
