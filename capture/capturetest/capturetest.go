// Package capturetest holds what every capture.Source must do, as tests.
package capturetest

import (
	"context"
	"errors"
	"hash/maphash"
	"image"
	"io"
	"runtime"
	"testing"
	"time"

	"portico/capture"
)

// patience is how long a source may take for anything; devices in an emulated
// machine are slow.
const patience = 20 * time.Second

// Run checks that every Source made by open honours the contract. The source
// must deliver at least five frames, be still open after them, and deliver
// slower than it is read. Run closes what it opens.
func Run(t *testing.T, open func(t *testing.T) capture.Source) {
	for name, test := range map[string]func(*testing.T, capture.Source){
		"FramesAreOpaqueAtOrigin": framesAreOpaqueAtOrigin,
		"SeqAndTimeAscend":        seqAndTimeAscend,
		"FrameSurvivesNextRead":   frameSurvivesNextRead,
		"CancelUnblocksRead":      cancelUnblocksRead,
		"CloseUnblocksRead":       closeUnblocksRead,
		"EOFAfterClose":           eofAfterClose,
		"CloseTwice":              closeTwice,
	} {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			src := open(t)
			test(t, src)
			if err := src.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
			noGoroutineLeft(t, before)
		})
	}
}

func next(t *testing.T, src capture.Source) capture.Frame {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	f, err := src.Read(ctx)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return f
}

func framesAreOpaqueAtOrigin(t *testing.T, src capture.Source) {
	for range 3 {
		img := next(t, src).Image
		if img.Rect.Min != (image.Point{}) || img.Rect.Empty() || !img.Opaque() {
			t.Errorf("picture %v, opaque %v", img.Rect, img.Opaque())
		}
	}
}

func seqAndTimeAscend(t *testing.T, src capture.Source) {
	last := next(t, src)
	if last.Seq < 1 || last.Time < 0 {
		t.Errorf("first frame: seq %d at %v", last.Seq, last.Time)
	}
	for range 4 {
		f := next(t, src)
		if f.Seq <= last.Seq || f.Time <= last.Time {
			t.Errorf("seq %d at %v after seq %d at %v", f.Seq, f.Time, last.Seq, last.Time)
		}
		last = f
	}
}

func frameSurvivesNextRead(t *testing.T, src capture.Source) {
	seed := maphash.MakeSeed()
	first := next(t, src).Image
	sum := maphash.Bytes(seed, first.Pix)
	for range 4 {
		next(t, src)
	}
	if err := src.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if maphash.Bytes(seed, first.Pix) != sum {
		t.Error("a frame changed after it was handed out")
	}
}

func cancelUnblocksRead(t *testing.T, src capture.Source) {
	ctx, cancel := context.WithCancel(t.Context())
	for err := range reading(ctx, src, cancel) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Read after cancel: %v, want Canceled", err)
		}
	}
	next(t, src)
}

func closeUnblocksRead(t *testing.T, src capture.Source) {
	for err := range reading(t.Context(), src, func() { _ = src.Close() }) {
		if !errors.Is(err, io.EOF) {
			t.Errorf("Read after Close: %v, want EOF", err)
		}
	}
}

// reading reads in another goroutine without a break, calls stop after the
// first frame, and sends the error that then ends the reading.
func reading(ctx context.Context, src capture.Source, stop func()) <-chan error {
	ended, first := make(chan error, 1), make(chan struct{}, 1)
	go func() {
		for {
			_, err := src.Read(ctx)
			select {
			case first <- struct{}{}:
			default:
			}
			if err != nil {
				ended <- err
				close(ended)
				return
			}
		}
	}()
	<-first
	stop()
	return ended
}

func eofAfterClose(t *testing.T, src capture.Source) {
	next(t, src)
	if err := src.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	for range 2 {
		if _, err := src.Read(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("Read after Close: %v, want EOF", err)
		}
	}
}

func closeTwice(t *testing.T, src capture.Source) {
	for range 2 {
		if err := src.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
}

// noGoroutineLeft gives goroutines that are about to end the time to do so.
func noGoroutineLeft(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			t.Errorf("%d goroutines before, %d after Close", before, runtime.NumGoroutine())
			return
		}
	}
}
