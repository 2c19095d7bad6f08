package assemble_test

import (
	"errors"
	"fmt"
	"image"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"portico/engine/figures"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

// Guidance over rendered sequences whose truth is known: what is there comes
// into the picture, has one defect for a while, and settles.

const (
	rate   = 80 * time.Millisecond // between pictures: the kiosk's
	sceneW = 1280
	sceneH = 720
)

// motion is by how many pixels of the scene's width something moves while the
// shutter is open, a sixtieth of a second, that moves by these shares of it from
// one picture to the next.
func motion(right, down float64) imaging.Point {
	const opened = float64(time.Second/60) / float64(rate)
	return imaging.Point{X: right * sceneW * opened, Y: down * sceneW * opened}
}

// moment is a picture with its truth.
type moment struct {
	shot       func() *image.RGBA // renders it; called once, before the next moment
	defect     guidance.Hint      // what must be said; "" where nothing is asserted
	acceptable bool               // nothing is wrong with it
}

// lasted is the time after which a hint must have followed a defect: a hint
// stays for so long, and another picture may have to pass.
const lasted = guidance.Shown + 2*rate

// measured is what is measured over sequences.
type measured struct {
	waits []time.Duration // first acceptable picture to capture
	never int             // sequences without a capture
	bad   int             // captures of unacceptable pictures
	hints figures.Share   // that agreed, of the pictures with a defect that lasted
	wrong map[string]int
	shown *figures.Errors // a picture of each kind of mistake; nil: none is kept
}

// mistake counts what went wrong and keeps the first picture of its kind.
func (f *measured) mistake(said string, img *image.RGBA) {
	f.wrong[said]++
	if f.shown != nil && f.wrong[said] == 1 {
		f.shown.Add(said, img)
	}
}

// run guides along one sequence.
func (f *measured) run(name string, moments sequence, observe func(time.Duration, *image.RGBA) guidance.Advice) {
	var first, since time.Duration = -1, 0
	var last guidance.Hint
	var best guidance.Best[moment]
	at, taken := time.Duration(0), false
	var img *image.RGBA
	for m := range moments {
		if m.defect != last {
			last, since = m.defect, at
		}
		if m.acceptable && first < 0 {
			first = at
		}
		img = m.shot()
		a := observe(at, img)
		pick := best.Observe(a, m)
		if a.Capture {
			taken = true
			if !pick.acceptable {
				f.bad++
				f.mistake(fmt.Sprintf("%s: taken at %v", name, at), img)
			} else {
				f.waits = append(f.waits, at-first)
			}
		}
		if m.defect != "" && at-since >= lasted {
			f.hints.Count(a.Hint == m.defect)
			if a.Hint != m.defect {
				f.mistake(fmt.Sprintf("%s: %q", name, a.Hint), img)
			}
		}
		at += rate
	}
	if !taken {
		f.never++
		f.mistake(name+": never taken", img)
	}
}

// wait is the time that the share q of the waits does not exceed.
func (f *measured) wait(q float64) time.Duration {
	slices.Sort(f.waits)
	return f.waits[int(math.Ceil(q*float64(len(f.waits))))-1]
}

// check holds the marks: p50 ≤ 0.5 s, p95 ≤ 1 s, nothing unacceptable, nothing
// missed, hints in 95 %.
func (f *measured) check(t *testing.T) {
	t.Helper()
	if len(f.waits) == 0 {
		t.Fatalf("nothing was taken: %v", f.wrong)
	}
	for what, n := range f.wrong {
		t.Logf("  %d× %s", n, what)
	}
	if f.wait(.5) > 500*time.Millisecond || f.wait(.95) > time.Second || f.bad > 0 || f.never > 0 || f.hints.Rate() < .95 {
		t.Errorf("waits %v and %v, %d unacceptable taken, %d never, hints %v", f.wait(.5), f.wait(.95), f.bad, f.never, f.hints)
	}
}

// sequence is what a camera sees, picture by picture.
type sequence = func(yield func(moment) bool)

// drill is a kind of guidance with the sequences by which it is measured.
type drill struct {
	id, title, said string
	defects         map[string]guidance.Hint // what must be said of each; "" without one
	seeds, staying  uint64                   // sequences of each defect that settle, and that stay unacceptable
	render          func(name string, seed uint64) sequence
	guide           func(f *measured, name string, moments sequence)
}

// evaluate writes the section of a drill and holds its marks.
func (d drill) evaluate(t *testing.T) {
	evaluation(t)
	s := figures.New(d.id, d.title)
	s.Say("%s, 1280×720, a picture every %v, noise 2.5 levels; seeds from 0, those that stay unacceptable from 1000.", d.said, rate)
	all := d.settling(s)
	d.thatStay(t, s)
	if err := errors.Join(s.Close(), s.Errors(all.shown)); err != nil {
		t.Error(err)
	}
	all.check(t)
}

// settling guides along sequences of every defect and tells what came of each.
func (d drill) settling(s *figures.Section) *measured {
	s.Table(fmt.Sprintf("Brought in, spoilt, settled: %d sequences of each", d.seeds),
		"defect", "wait p50", "wait p95", "unacceptable taken", "never taken", "hint agrees")
	row := func(name string, f *measured) {
		p50, p95 := "–", "–"
		if len(f.waits) > 0 {
			p50, p95 = f.wait(.5).String(), f.wait(.95).String()
		}
		s.Row(name, p50, p95, f.bad, f.never, f.hints)
	}
	all := &measured{wrong: map[string]int{}, shown: &figures.Errors{}}
	for _, name := range slices.Sorted(maps.Keys(d.defects)) {
		f := &measured{wrong: all.wrong, shown: all.shown}
		for seed := range d.seeds {
			d.guide(f, name, d.render(name, seed))
		}
		row(name, f)
		all.waits = append(all.waits, f.waits...)
		all.never, all.bad = all.never+f.never, all.bad+f.bad
		all.hints.Hits, all.hints.Of = all.hints.Hits+f.hints.Hits, all.hints.Of+f.hints.Of
	}
	row("all", all)
	return all
}

// stays cuts a sequence to its pictures with the defect, a second of them: time
// to be taken twice.
func stays(moments sequence, hint guidance.Hint) sequence {
	return func(yield func(moment) bool) {
		n := 0
		for m := range moments {
			if m.defect == hint {
				if n++; n > 13 || !yield(m) {
					return
				}
			}
		}
	}
}

// thatStay counts how many sequences that stay unacceptable are taken.
func (d drill) thatStay(t *testing.T, s *figures.Section) {
	t.Helper()
	s.Table("That stay unacceptable, for 1 s", "defect", "taken")
	var all figures.Share
	for _, name := range slices.Sorted(maps.Keys(d.defects)) {
		hint := d.defects[name]
		if hint == "" {
			continue
		}
		var one figures.Share
		for seed := range d.staying {
			f := &measured{wrong: map[string]int{}}
			d.guide(f, name, stays(d.render(name, 1000+seed), hint))
			one.Count(f.bad > 0)
		}
		s.Row(name, one)
		all.Hits, all.Of = all.Hits+one.Hits, all.Of+one.Of
	}
	s.Row("all", all)
	if all.Of < 200 || all.Rate() > .01 {
		t.Errorf("unacceptable ones taken: %v, want at most 1 %% of 200 and more", all)
	}
}
