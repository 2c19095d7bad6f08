package audit

import (
	"bytes"
	"fmt"
	"io"
)

// maxLine bounds a line: twice the longest that Validate lets through.
const maxLine = 32 << 10

// find moves l.end to the end of the last whole line and cuts off what a crash
// left behind it.
func (l *Log) find() error {
	size, err := l.f.Size()
	if err != nil || size == l.end.offset {
		return err
	}
	tail, start, err := l.tail(size)
	if err != nil {
		return err
	}
	whole := bytes.LastIndexByte(tail, '\n') + 1
	end := start + int64(whole)
	if whole == 0 && start > 0 {
		return fmt.Errorf("a line longer than %d bytes: %w", maxLine, ErrBroken)
	}
	if end < size {
		if err := l.f.Truncate(end); err != nil {
			return err
		}
	}
	if whole == 0 {
		l.end = position{}
		return nil
	}
	line := tail[bytes.LastIndexByte(tail[:whole-1], '\n')+1 : whole]
	r, head, err := parse(line)
	if err != nil {
		return fmt.Errorf("last record: %w", err)
	}
	l.end = position{end, head, r.Device}
	return nil
}

// tail returns the last bytes of the file, at least its last whole line and
// what follows it, and where they start.
func (l *Log) tail(size int64) (data []byte, start int64, err error) {
	start = max(0, size-2*maxLine)
	data = make([]byte, size-start)
	_, err = io.ReadFull(io.NewSectionReader(l.f, start, size-start), data)
	return data, start, err
}
