package capture

import "time"

// splice joins the frames of sources that are opened one after the other into
// one stream whose Seq and Time ascend. The zero value is ready. It is not
// safe for concurrent use.
type splice struct {
	seq  uint64        // of the last frame handed out
	time time.Duration // of the last frame handed out
	base uint64
	at   time.Duration
}

// begin says that the frames of another source follow, which was opened at
// this time of the joined stream. The first of them shows a gap in Seq.
func (s *splice) begin(at time.Duration) {
	s.at = at
	if s.seq > 0 {
		s.at = max(at, s.time+1)
		s.base = s.seq + 1
	}
}

// frame gives f its place in the joined stream.
func (s *splice) frame(f Frame) Frame {
	f.Seq += s.base
	f.Time += s.at
	s.seq, s.time = f.Seq, f.Time
	return f
}
