{{/* The release's name if it says what it is, else with the chart's name behind it. */}}
{{- define "sie.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride }}
{{- else if contains "sie-cluster" .Release.Name }}{{ .Release.Name }}
{{- else }}{{ .Release.Name }}-sie-cluster
{{- end }}
{{- end }}

{{/* "true" from 0.7 on: lanes, ScaledObjects in the manifest. */}}
{{- define "sie.later" -}}
{{- $tag := .Values.gateway.image.tag | default .Chart.AppVersion }}
{{- if semverCompare ">=0.7.0-0" (trimPrefix "v" $tag) }}true{{ end }}
{{- end }}

{{/* (dict "root" $ "component" "gateway") */}}
{{- define "sie.labels" -}}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
app.kubernetes.io/part-of: sie
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{ include "sie.selector" . }}
{{- end }}

{{- define "sie.common" -}}
app.kubernetes.io/name: sie-cluster
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "sie.selector" -}}
{{ include "sie.common" .root }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{/* The enabled worker pools, or from 0.7 on their lanes, as {"lanes": [{name, pool, bundle, …}]}. */}}
{{- define "sie.lanes" -}}
{{- $later := include "sie.later" . }}
{{- $lanes := list }}
{{- range $pool, $values := .Values.workers.pools }}
{{- if $values.enabled }}
{{- if $later }}
{{- range $bundle, $own := $values.bundles }}
{{- $lanes = append $lanes (merge (dict "name" (printf "%s-%s" $pool $bundle) "pool" $pool "bundle" $bundle) (default dict $own) (omit $values "bundles" "bundle" "enabled")) }}
{{- end }}
{{- else }}
{{- $lanes = append $lanes (merge (dict "name" $pool "pool" $pool) (omit $values "bundles" "enabled")) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "lanes" $lanes | toJson }}
{{- end }}

{{/* Labels that tell one lane's pods from another's. (dict "lane" … ) */}}
{{- define "sie.laneLabels" -}}
sie.superlinked.com/pool: {{ .lane.pool }}
sie.superlinked.com/bundle: {{ .lane.bundle }}
sie.superlinked.com/gpu-type: {{ .lane.gpuType }}
sie.superlinked.com/machine-profile: {{ .lane.machineProfile }}
{{- end }}

{{- define "sie.workerImage" -}}
{{- $image := .root.Values.workers.common.image }}
{{- $image.repository }}:{{ $image.tag | default .root.Chart.AppVersion }}-{{ $image.platform }}-{{ .lane.bundle }}
{{- end }}

{{/* (dict "root" $ "delay" 5 "period" 5 "timeout" 3 "failures" 3 "path" "/readyz") */}}
{{- define "sie.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
{{- if .root.Values.standIn.quickProbes }}
periodSeconds: 1
timeoutSeconds: 3
failureThreshold: {{ ternary 3 60 (eq .path "/readyz") }}
{{- else }}
{{- with .delay }}
initialDelaySeconds: {{ . }}
{{- end }}
periodSeconds: {{ .period }}
timeoutSeconds: {{ .timeout }}
failureThreshold: {{ .failures }}
{{- end }}
{{- end }}

{{/* Probes of gateway and config. */}}
{{- define "sie.probes" -}}
startupProbe: {{- include "sie.probe" (dict "root" . "path" "/healthz" "delay" 5 "period" 5 "timeout" 5 "failures" 12) | nindent 2 }}
livenessProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe: {{- include "sie.probe" (dict "root" . "path" "/readyz" "period" 5 "timeout" 3 "failures" 3) | nindent 2 }}
{{- end }}

{{- define "sie.env" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: STANDIN_FAULTS
  value: {{ .Values.standIn.faults | toJson | quote }}
{{- end }}

{{- define "sie.envFrom" -}}
- configMapRef:
    name: {{ include "sie.fullname" . }}-config
{{- end }}

{{- define "sie.ports" -}}
- name: http
  containerPort: 8080
- name: admin
  containerPort: 8090
{{- end }}

{{/* (dict "root" $ "cpu" "30m" "gpus" 1) */}}
{{- define "sie.resources" -}}
{{- $gpu := ternary (dict "nvidia.com/gpu" .gpus) dict (gt (int (.gpus | default 0)) 0) }}
{{- $memory := .root.Values.standIn.memory }}
requests: {{- merge (dict "cpu" .cpu "memory" $memory.request) $gpu | toYaml | nindent 2 }}
limits: {{- merge (dict "memory" $memory.limit) $gpu | toYaml | nindent 2 }}
{{- end }}
