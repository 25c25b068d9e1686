package seatrial

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"go.k6.io/k6/v2/lib"

	"seatrial.dev/xk6-seatrial/internal/engine"
)

// segmentOf is this process' part of the load: what SEATRIAL_SEGMENT says, or else k6's own --execution-segment, which
// k6-operator gives to each of its runners.
func segmentOf(own string, shards int, options lib.Options) (engine.Segment, error) {
	if own != "" {
		return engine.ParseSegment(own)
	}
	if options.ExecutionSegment == nil {
		if shards > 1 {
			return engine.Segment{}, fmt.Errorf("this is one of %d shards, and was not told which", shards)
		}
		return engine.Segment{}, nil
	}
	tuple, err := lib.NewExecutionTuple(options.ExecutionSegment, options.ExecutionSegmentSequence)
	if err != nil {
		return engine.Segment{}, err
	}
	all := tuple.Sequence.ExecutionSegmentSequence
	for _, one := range all {
		if math.Abs(one.FloatLength()*float64(len(all))-1) > 1e-9 {
			return engine.Segment{}, errors.New("the execution segments must be of one length, named by a sequence")
		}
	}
	if len(all) != shards {
		return engine.Segment{}, fmt.Errorf("there are %d execution segments, and SEATRIAL_SHARDS is %d", len(all), shards)
	}
	return engine.Segment{Index: tuple.SegmentIndex, Of: len(all)}, nil
}

// shardsOf reads SEATRIAL_SHARDS: k6 gives the VUs of a script to its segments, and each of ours needs one.
func shardsOf(setting string) (int, error) {
	if setting == "" {
		return 1, nil
	}
	shards, err := strconv.Atoi(setting)
	if err != nil || shards < 1 || shards > 1000 {
		return 0, fmt.Errorf("SEATRIAL_SHARDS is a number of processes, not %q", setting)
	}
	return shards, nil
}
