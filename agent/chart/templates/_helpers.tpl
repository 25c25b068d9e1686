{{- define "seatrial.labels" -}}
app.kubernetes.io/name: seatrial-agent
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "seatrial.selector" -}}
app.kubernetes.io/name: seatrial-agent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "seatrial.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* Namespaces to watch, joined by commas. */ -}}
{{- define "seatrial.watch" -}}
{{- .Values.watchNamespaces | default (list .Release.Namespace) | join "," -}}
{{- end }}

{{- define "seatrial.rollbackAccount" -}}
seatrial-rollback
{{- end }}

{{- define "seatrial.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
