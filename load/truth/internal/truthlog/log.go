package truthlog

// Log is a ring of the newest requests. For use by the serving loop alone.
type Log struct {
	records []Record
	writes  []Write
	each    int
	next    int
	// Requests since the start or the last Reset; Dropped are those of them that fell out of the ring.
	Requests, Dropped int
	Lateness          Lateness
}

// New makes room for so many requests of so many chunks each.
func New(requests, chunks int) *Log {
	return &Log{records: make([]Record, requests), writes: make([]Write, requests*chunks), each: chunks}
}

// Begin takes a place for a request; nil when the ring is full of running ones.
func (l *Log) Begin(id []byte) *Record {
	record := &l.records[l.next]
	if record.used && record.Ending == Running {
		return nil
	}
	if record.used {
		l.Dropped++
	}
	l.Requests++
	room := l.writes[l.next*l.each : l.next*l.each : (l.next+1)*l.each]
	*record = Record{writes: room, used: true}
	record.idLen = copy(record.id[:], id)
	l.next = (l.next + 1) % len(l.records)
	return record
}

// Wrote notes one chunk.
func (l *Log) Wrote(record *Record, due, before, after int64, whole bool) {
	record.Wrote(due, before, after, whole)
	l.Lateness.Add(before - due)
}

// Reset forgets all that has ended.
func (l *Log) Reset() {
	for i := range l.records {
		if l.records[i].Ending != Running {
			l.records[i].used = false
		}
	}
	l.Requests, l.Dropped = 0, 0
	l.Lateness = Lateness{}
}

// Len is the number of places.
func (l *Log) Len() int { return len(l.records) }

// Append adds the lines of the ended requests in the places from..to, oldest place first.
func (l *Log) Append(into []byte, from, to int) []byte {
	for i := from; i < min(to, len(l.records)); i++ {
		record := &l.records[(l.next+i)%len(l.records)]
		if record.used && record.Ending != Running {
			into = record.appendLine(into)
		}
	}
	return into
}
