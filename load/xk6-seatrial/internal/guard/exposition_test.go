package guard

import (
	"fmt"
	"testing"
)

func TestSamplesOfAMetric(t *testing.T) {
	page := []byte(`# HELP queue_size Waiting.
# TYPE queue_size gauge
queue_size 3
queue_size_max 9
queue_size{model="a",pod="x"} 4 1700000000000
queue_size{model="b \"}\" c",pod="y"} 5.5e0
queue_size{pod="z", model="a",} +Inf
queue_size{model="nan"} NaN
queue_size{broken="
queue_size
`)
	for _, c := range []struct {
		labels map[string]string
		want   string
	}{
		{nil, "[3 4 5.5 +Inf]"},
		{map[string]string{"model": "a"}, "[4 +Inf]"},
		{map[string]string{"model": `b "}" c`}, "[5.5]"},
		{map[string]string{"model": "a", "pod": "x"}, "[4]"},
		{map[string]string{"model": "nobody"}, "[]"},
		{map[string]string{"model": "nan"}, "[]"},
	} {
		values := []float64{}
		for _, one := range samplesOf(page, "queue_size", c.labels) {
			values = append(values, one.value)
		}
		if fmt.Sprint(values) != c.want {
			t.Errorf("%v gives %v, not %s", c.labels, values, c.want)
		}
	}
}

func TestMeters(t *testing.T) {
	read := func(m *meter, pages ...[]sample) float64 {
		for i, page := range pages {
			m.take(m.guard.URLs[i%2], int64(i+1), page)
		}
		value, _ := m.value()
		return value
	}
	two := func(a, b float64) []sample { return []sample{{"a", a}, {"b", b}} }
	sum := newMeter(&Metric{URLs: []string{"x", "y"}, Across: "sum"})
	if value := read(sum, two(1, 2), two(3, 4)); value != 10 {
		t.Errorf("the sum is %v", value)
	}
	highest := newMeter(&Metric{URLs: []string{"x", "y"}, Across: "max"})
	if value := read(highest, two(-1, -2), two(-3, -4)); value != -1 {
		t.Errorf("the highest is %v", value)
	}
	grown := newMeter(&Metric{URLs: []string{"x", "y"}, Of: "increase", Across: "sum"})
	read(grown, two(100, 5), two(7, 7), two(120, 5))
	grown.restart()
	// 3 more; begun again at zero and 2 since; 1 more and a series that was not there.
	if value := read(grown, two(123, 5), []sample{{"a", 2}, {"b", 7}}, []sample{{"a", 124}, {"b", 5}, {"c", 4}}); value != 3+2+1+4 {
		t.Errorf("it has grown by %v", value)
	}
	if half := newMeter(&Metric{URLs: []string{"x", "y"}}); half.take("x", 1, two(1, 2)) {
		if _, oldest := half.value(); oldest != 0 {
			t.Error("half of the addresses count as all")
		}
	}
	if newMeter(&Metric{}).take("x", 1, nil) || !newMeter(&Metric{Absent: "zero"}).take("x", 1, nil) {
		t.Error("a missing series means what the plan says")
	}
}
