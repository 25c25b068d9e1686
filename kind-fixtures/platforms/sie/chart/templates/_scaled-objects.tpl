{{/* The ScaledObjects: of each lane, and of the gateway. Documents, each after its ---. */}}
{{- define "sie.scaledObjects" -}}
{{- $fullname := include "sie.fullname" . }}
{{- $later := include "sie.later" . }}
{{- $auto := .Values.autoscaling }}
{{- range (include "sie.lanes" $ | fromJson).lanes }}
{{- $of := printf "{machine_profile=\"%s\",bundle=\"%s\"}" .machineProfile .bundle }}
{{- $reasons := "resource_exhausted|upstream_model_loading|upstream_timeout_model_loading|upstream_lora_loading" }}
{{- $rejected := printf "{machine_profile=\"%s\",bundle=\"%s\",reason!~\"%s\"}" .machineProfile .bundle $reasons }}
{{- $queries := list
  (dict "query" (printf "sum(sie_gateway_pending_demand%s) or vector(0)" $of) "threshold" "1" "activation" "0")
  (dict "query" (printf "sum(sie_gateway_worker_queue_depth%s) or vector(0)" $of) "threshold" (toString $auto.queueDepthThreshold) "activation" (toString $auto.queueDepthActivation))
  (dict "query" (printf "sum(sie_gateway_active_lease_gpus%s) or vector(0)" $of) "threshold" "1")
  (dict "query" (printf "sum(rate(sie_gateway_rejected_requests_total%s[2m])) or vector(0)" $rejected) "threshold" "1") }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $fullname }}-worker-{{ .name }}-scaler
  labels:
    {{- include "sie.labels" (dict "root" $ "component" "worker") | nindent 4 }}
    {{- include "sie.laneLabels" (dict "lane" .) | nindent 4 }}
    {{- if $later }}
    sie.superlinked.com/scaler-managed: "true"
    sie.superlinked.com/scaler-revision: {{ $.Release.Revision | quote }}
    sie.superlinked.com/helm-namespace: {{ $.Release.Namespace }}
    {{- end }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: {{ $fullname }}-worker-{{ .name }}
  pollingInterval: {{ $auto.pollingInterval }}
  cooldownPeriod: {{ $auto.cooldownPeriod }}
  {{- if and $later (eq (int .minReplicas) 0) }}
  idleReplicaCount: 0
  minReplicaCount: 1
  {{- else }}
  minReplicaCount: {{ .minReplicas }}
  {{- end }}
  maxReplicaCount: {{ .maxReplicas }}
  fallback:
    failureThreshold: 3
    replicas: {{ $auto.fallbackReplicas }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        scaleUp:
          policies:
            - { type: Percent, value: 100, periodSeconds: 15 }
            - { type: Pods, value: 4, periodSeconds: 15 }
        scaleDown:
          stabilizationWindowSeconds: {{ $auto.scaleDownStabilization }}
          policies:
            - { type: Percent, value: 25, periodSeconds: 60 }
            - { type: Pods, value: 1, periodSeconds: 60 }
  triggers:
    {{- range $queries }}
    - type: prometheus
      metadata:
        serverAddress: {{ $auto.prometheusAddress }}
        query: {{ .query | quote }}
        threshold: {{ .threshold | quote }}
        {{- with .activation }}
        activationThreshold: {{ . | quote }}
        {{- end }}
        {{- if $later }}
        ignoreNullValues: "false"
        {{- end }}
    {{- end }}
{{- end }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $fullname }}-gateway-scaler
  labels: {{- include "sie.labels" (dict "root" $ "component" "gateway") | nindent 4 }}
spec:
  scaleTargetRef:
    name: {{ $fullname }}-gateway
  pollingInterval: 30
  cooldownPeriod: 300
  minReplicaCount: {{ .Values.gateway.replicas }}
  maxReplicaCount: 10
  triggers:
    - type: prometheus
      metadata:
        serverAddress: {{ $auto.prometheusAddress }}
        query: sum(rate(sie_gateway_requests_total[1m])) or vector(0)
        threshold: "100"
{{- end }}
