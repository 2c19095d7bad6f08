package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"portico/app/discreet/discreettest"
	"portico/engine/imaging"
)

// wipeTime is how long after a visitor the memory must be clean.
const wipeTime = 5 * time.Second

// mark is something of a visitor, and how often it occurs in the kiosk's memory.
type mark struct {
	Name   string `json:"name"`
	Before int    `json:"before"` // the first visitor: the program's own text
	During int    `json:"during"` // at most, while it must be there
	After  int    `json:"after"`  // 5 s after the wipe

	text    []byte
	picture bool // else a word
}

// playWiped is a visitor who stops before the end and must not be found in the
// kiosk's memory afterwards: not the pixels of the pictures that were taken, and as few
// as can be of the words that were read. The counts are left in memory.json.
func playWiped(ctx context.Context, s *stage) error {
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
	during := func() error { return k.count(marks, func(m *mark) *int { return &m.During }) }
	if err := errors.Join(k.count(marks, func(m *mark) *int { return &m.Before }),
		k.click(mainButton, buttonRow), k.reached(ctx, "consent"), k.key("Return"), k.reached(ctx, "look-up"), during(),
		k.click(mainButton, buttonRow), k.reached(ctx, "selfie"), during(), k.reached(ctx, "liveness-neutral"), during(),
		k.reached(ctx, "liveness-smile"), during(), k.reached(ctx, "check"), during(),
		k.sheet("Escape", "stop-question"), k.click(stopX, stopY), k.reached(ctx, "ended")); err != nil {
		return err
	}
	time.Sleep(wipeTime)
	if err := k.count(marks, func(m *mark) *int { return &m.After }); err != nil {
		return err
	}
	data, err := json.MarshalIndent(marks, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(s.dir, "memory.json"), data, 0o600), k.stop(), judge(marks))
}

// judge fails for pixels that were left, and for a mark that was never there.
// Words lie in Go's strings, in the text recognition and in the window's cache
// of drawn text, which cannot be overwritten: how many are left is said.
func judge(marks []mark) error {
	var errs []error
	for _, m := range marks {
		left := fmt.Errorf("%s: %d in memory %v after the wipe, %d before the visitor, %d meanwhile", m.Name, m.After, wipeTime, m.Before, m.During)
		switch {
		case m.During <= m.Before:
			errs = append(errs, fmt.Errorf("the search sees nothing: %w", left))
		case m.picture && m.After > m.Before:
			errs = append(errs, left)
		default:
			fmt.Println("    ", left)
		}
	}
	return errors.Join(errs...)
}

// count searches the kiosk's memory.
func (k *kiosk) count(marks []mark, into func(*mark) *int) error {
	texts := make([][]byte, len(marks))
	for i, m := range marks {
		texts[i] = m.text
	}
	counts, err := discreettest.Count(k.cmd.Process.Pid, texts...)
	for i, n := range counts {
		seen := into(&marks[i])
		*seen = max(*seen, n)
	}
	return err
}

// marksOf takes from the recording what its visitor looks like in memory: words
// of the document and, of each picture of the face, a run of 64 pixels.
func marksOf(recording string) ([]mark, error) {
	marks := []mark{{Name: "document number", text: []byte("D23145890")}, {Name: "surname", text: []byte("ERIKSSON")}}
	for _, station := range []string{"selfie", "liveness/NEUTRAL", "liveness/SMILE"} {
		files, err := filepath.Glob(filepath.Join(recording, station, "*.jpg"))
		if err != nil || len(files) == 0 {
			return nil, errors.Join(err, fmt.Errorf("the recording has no picture of %s", station))
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			return nil, err
		}
		img, err := imaging.Decode(data, imaging.Limits{})
		if err != nil {
			return nil, err
		}
		middle := img.PixOffset(img.Rect.Dx()/2, img.Rect.Dy()/2)
		marks = append(marks, mark{Name: station + ", pixels", text: img.Pix[middle : middle+256], picture: true})
	}
	return marks, nil
}
