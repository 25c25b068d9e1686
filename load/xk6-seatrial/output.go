package seatrial

import (
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

func init() {
	output.RegisterExtension("seatrial", func(params output.Params) (output.Output, error) {
		return &recordsOutput{hub: theHub, environment: params.Environment}, nil
	})
}

// recordsOutput gives the records k6's life cycle: they are flushed to the end also when the run is interrupted.
type recordsOutput struct {
	hub         *hub
	environment map[string]string
	ways        *ways
}

var _ output.WithStopWithTestError = (*recordsOutput)(nil)

func (o *recordsOutput) Description() string { return "seatrial records" }

func (o *recordsOutput) Start() (err error) {
	o.ways, err = o.hub.open(o.environment)
	return err
}

func (o *recordsOutput) AddMetricSamples([]metrics.SampleContainer) {}

func (o *recordsOutput) Stop() error { return o.StopWithTestError(nil) }

func (o *recordsOutput) StopWithTestError(runErr error) error {
	if err := o.hub.end(runErr); err != nil {
		return err
	}
	return o.ways.close()
}
