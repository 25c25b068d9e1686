{{/* (dict "root" $ "component" "operator") */}}
{{- define "wordcab.selector" -}}
app.kubernetes.io/name: wordcab
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "wordcab.labels" -}}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: wordcab
{{ include "wordcab.selector" . }}
{{- end }}

{{- define "wordcab.podSpec" -}}
serviceAccountName: {{ .root.Release.Name }}-{{ .component }}
terminationGracePeriodSeconds: 30
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
{{- with .root.Values.global.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "wordcab.env" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: RELEASE
  value: {{ .Release.Name }}
- name: STANDIN_FAULTS
  value: {{ .Values.standIn.faults | toJson | quote }}
- name: DRAIN_GRACE_MS
  value: {{ .Values.standIn.drain.graceMs | quote }}
- name: DRAIN_LIMIT_MS
  value: {{ .Values.standIn.drain.limitMs | quote }}
{{- end }}

{{- define "wordcab.resources" -}}
resources:
  requests: { cpu: {{ .Values.standIn.cpu }}, memory: {{ .Values.standIn.memory.request }} }
  limits: { memory: {{ .Values.standIn.memory.limit }} }
{{- end }}

{{/* One WordcabPool. (dict "root" $ "type" "stt" "pool" .) */}}
{{- define "wordcab.pool" -}}
{{- $root := .root }}
{{- $pool := .pool }}
{{- $rollout := $pool.rollout | default $root.Values.rollout }}
{{- $gpus := dict }}
{{- range $name, $count := $pool.resources }}
{{- if hasPrefix "nvidia.com/" $name }}{{ $_ := set $gpus $name $count }}{{ end }}
{{- end }}
---
apiVersion: wordcab.com/v1
kind: WordcabPool
metadata:
  name: {{ $root.Release.Name }}-{{ $pool.name }}
  labels: {{- include "wordcab.labels" (dict "root" $root "component" "pool") | nindent 4 }}
spec:
  type: {{ .type }}
  image: {{ $root.Values.global.imageRegistry }}/wordcab-{{ .type }}:{{ index $root.Values.standIn.poolTags $pool.name | default $root.Values.release.tag }}
  replicas: {{- toYaml $pool.replicas | nindent 4 }}
  maxUnavailable: {{ $rollout.maxUnavailable }}
  maxSurge: {{ $rollout.maxSurge }}
  backend: {{ $pool.backend | default "vllm" }}
  models: {{- toYaml $pool.models | nindent 4 }}
  resources:
    requests: {{- merge (dict "cpu" $root.Values.standIn.cpu "memory" $root.Values.standIn.memory.request) $gpus | toYaml | nindent 6 }}
    limits: {{- merge (dict "memory" $pool.resources.memory) $gpus | toYaml | nindent 6 }}
  config: {{- merge (dict "prefixCache" ($pool.prefixCache | default false)) $root.Values.standIn.config | toYaml | nindent 4 }}
{{- end }}
