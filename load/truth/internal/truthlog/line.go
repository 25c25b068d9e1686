package truthlog

import "strconv"

// appendLine adds the record as one line of JSON. Times of chunks are nanoseconds since the arrival.
func (r *Record) appendLine(into []byte) []byte {
	into = append(into, `{"rid":`...)
	into = strconv.AppendQuote(into, r.ID())
	into = append(into, `,"protocol":"`...)
	into = append(into, r.Protocol...)
	if r.Order != "" {
		into = append(into, `","order":"`...)
		into = append(into, r.Order...)
	}
	into = append(into, `","ending":"`...)
	into = append(into, endings[r.Ending]...)
	into = append(into, `","arrival_ns":`...)
	into = strconv.AppendInt(into, r.Arrival, 10)
	into = append(into, `,"seen_ns":`...)
	into = strconv.AppendInt(into, r.Seen-r.Arrival, 10)
	into = append(into, `,"chunks":`...)
	into = strconv.AppendInt(into, int64(r.Chunks), 10)
	into = append(into, `,"blocked":`...)
	into = strconv.AppendInt(into, int64(r.Blocked), 10)
	into = r.appendTimes(into, `,"due_ns":[`, func(w *Write) int64 { return w.Due })
	into = r.appendTimes(into, `,"before_ns":[`, func(w *Write) int64 { return w.Before })
	into = r.appendTimes(into, `,"after_ns":[`, func(w *Write) int64 { return w.After })
	return append(into, "}\n"...)
}

func (r *Record) appendTimes(into []byte, name string, of func(*Write) int64) []byte {
	into = append(into, name...)
	for i := range r.writes {
		if i > 0 {
			into = append(into, ',')
		}
		into = strconv.AppendInt(into, of(&r.writes[i])-r.Arrival, 10)
	}
	return append(into, ']')
}
