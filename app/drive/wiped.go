package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"portico/app/discreet/discreettest"
	"portico/capture/replay"
	"portico/engine/imaging"
)

// wipeTime is how long after a visitor the memory must be clean.
const wipeTime = 5 * time.Second

// mark is something of a visitor, and how often it occurs in the kiosk's memory.
type mark struct {
	Name     string `json:"name"`
	Before   int    `json:"before"`   // the first visitor: the program's own text
	During   []int  `json:"during"`   // each visitor, at most: it must be there of one
	After    []int  `json:"after"`    // each visitor, 5 s after the wipe
	Finished []int  `json:"finished"` // one who finished, every 5 s until nothing is left of their delivery

	text []byte
	most int // so many may be left on a busy machine
}

// wordsLeft is how many copies of a word a machine may leave that is so busy
// that the collector works while freed memory is overwritten: with a load of 25
// on two cores, 2 were seen in 1 of 84 counts (four words, 21 visitors).
const wordsLeft = 2

// playWiped is so many visitors, one after the other, who stop before the end
// and must not be found in the kiosk's memory afterwards: not the pixels of their
// face and document, and not the words that were read, but for wordsLeft. One who
// finishes follows. The counts are left in memory.json.
func playWiped(ctx context.Context, s *stage, visitors int) error {
	if os.Geteuid() != 0 {
		return fmt.Errorf("%w: the kiosk keeps everybody but root out of its memory", errSkipped)
	}
	k, err := s.recorded(ctx)
	if err != nil {
		return err
	}
	marks, err := marksOf(s.recording())
	if err != nil {
		return err
	}
	if err := k.count(marks, func(m *mark, n int) { m.Before = n }); err != nil {
		return err
	}
	for range visitors {
		for i := range marks {
			marks[i].During = append(marks[i].During, 0)
		}
		if err := k.wipedVisitor(ctx, marks); err != nil {
			return err
		}
	}
	if err := k.finishedVisitor(ctx, marks); err != nil {
		return err
	}
	data, err := json.MarshalIndent(marks, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(s.dir, "memory.json"), data, 0o600), k.stop(), judge(marks))
}

// wipedVisitor is one of them, from the welcome screen to the next.
func (k *kiosk) wipedVisitor(ctx context.Context, marks []mark) error {
	during := func() error {
		return k.count(marks, func(m *mark, n int) {
			most := &m.During[len(m.During)-1]
			*most = max(*most, n)
		})
	}
	if err := errors.Join(k.click(mainButton, buttonRow), k.reached(ctx, "consent"), k.key("Return"),
		k.searched(ctx, "document-back", during), k.searched(ctx, "look-up", during), during(),
		k.click(mainButton, buttonRow), k.reached(ctx, "selfie"), during(), k.reached(ctx, "liveness-neutral"), during(),
		k.reached(ctx, "liveness-smile"), during(), k.reached(ctx, "check"), during(),
		k.sheet("Escape", "stop-question"), k.stops(ctx)); err != nil {
		return err
	}
	time.Sleep(wipeTime)
	return errors.Join(k.count(marks, func(m *mark, n int) { m.After = append(m.After, n) }),
		k.key("Return"), k.reached(ctx, "welcome"))
}

// searched searches until a step has begun: a page's photograph is let go as soon
// as it is read.
func (k *kiosk) searched(ctx context.Context, step string, search func() error) error {
	for began := time.Now(); time.Since(began) < patience; {
		if err := search(); err != nil {
			return err
		}
		if k.until(ctx, "step="+step+" ", time.Millisecond) == nil {
			return nil
		}
	}
	return fmt.Errorf("no %s within %v", step, patience)
}

// finishedVisitor is one who is delivered to the backend in the same program,
// which reads all of it anew. How long that takes depends on the machine.
func (k *kiosk) finishedVisitor(ctx context.Context, marks []mark) error {
	idle, err := k.descriptors()
	if err != nil {
		return err
	}
	if _, err := k.round(ctx, idle); err != nil {
		return err
	}
	for began, left := time.Now(), true; left && time.Since(began) < delivered; {
		time.Sleep(wipeTime)
		left = false
		if err := k.count(marks, func(m *mark, n int) {
			m.Finished = append(m.Finished, n)
			left = left || n > m.Before
		}); err != nil {
			return err
		}
	}
	return nil
}

// stops says yes to the question whether to stop, until it has been drawn and
// hears.
func (k *kiosk) stops(ctx context.Context) (err error) {
	for range 4 {
		if err = errors.Join(k.click(stopX, stopY), k.until(ctx, "step=ended ", 15*time.Second)); err == nil {
			break
		}
	}
	return err
}

// judge fails for what was left of a visitor, and for a mark that was never
// there; it prints the others that were left.
func judge(marks []mark) error {
	var errs []error
	for _, m := range marks {
		counts := fmt.Errorf("%s: %v in memory %v after the wipe, %v after one who finished, %d before the visitors, %v meanwhile",
			m.Name, m.After, wipeTime, m.Finished, m.Before, m.During)
		if slices.Max(m.During) <= m.Before {
			errs = append(errs, fmt.Errorf("the search sees nothing: %w", counts))
		}
		switch left := max(slices.Max(m.After), m.Finished[len(m.Finished)-1]) - m.Before; {
		case left > m.most:
			errs = append(errs, counts)
		case left > 0:
			fmt.Println("    ", counts)
		}
	}
	return errors.Join(errs...)
}

// count searches the kiosk's memory for the marks and hands on how often each is
// there.
func (k *kiosk) count(marks []mark, seen func(*mark, int)) error {
	texts := make([][]byte, len(marks))
	for i, m := range marks {
		texts[i] = m.text
	}
	counts, err := discreettest.Count(k.cmd.Process.Pid, texts...)
	for i, n := range counts {
		seen(&marks[i], n)
	}
	return err
}

// marksOf takes from the recording what its visitor looks like in memory: words
// of the document and, of a picture of each station, a run of 64 pixels.
func marksOf(recording string) ([]mark, error) {
	var marks []mark
	for _, word := range []string{"D23145890", "ERIKSSON", "Eriksson", "Lars Erik"} {
		marks = append(marks, mark{Name: word, text: []byte(word), most: wordsLeft})
	}
	for _, station := range []string{replay.DocumentFront, replay.DocumentBack, replay.Selfie, "liveness/NEUTRAL", "liveness/SMILE"} {
		files, err := filepath.Glob(filepath.Join(recording, station, "*.jpg"))
		if err != nil || len(files) == 0 {
			return nil, errors.Join(err, fmt.Errorf("the recording has no picture of %s", station))
		}
		data, err := os.ReadFile(files[len(files)-1])
		if err != nil {
			return nil, err
		}
		img, err := imaging.Decode(data, imaging.Limits{})
		if err != nil {
			return nil, err
		}
		middle := img.PixOffset(img.Rect.Dx()/2, img.Rect.Dy()/2)
		marks = append(marks, mark{Name: station + ", pixels", text: img.Pix[middle : middle+256]})
	}
	return marks, nil
}
