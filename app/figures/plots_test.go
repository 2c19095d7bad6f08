package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gonum.org/v1/plot/plotter"

	"portico/engine/figures"
)

// Worked by hand: true at 0.9, 0.6 and one not judged, false at 0.6 and 0.2.
func TestErrorsAtEveryLimit(t *testing.T) {
	falses, trues, got := errorRates([]figures.Score{{Value: .6}, {Value: .9, True: true}, {Value: math.Inf(-1), True: true}, {Value: .2}, {Value: .6, True: true}})
	want := plotter.XYs{{X: 0, Y: 1}, {X: 0, Y: 2. / 3}, {X: .5, Y: 1. / 3}, {X: 1, Y: 1. / 3}, {X: 1, Y: 0}}
	same := func(a, b plotter.XY) bool { return math.Abs(a.X-b.X)+math.Abs(a.Y-b.Y) < 1e-9 }
	if falses != 2 || trues != 3 || !slices.EqualFunc(got, want, same) {
		t.Errorf("%d false, %d true, %v, want %v", falses, trues, got, want)
	}
}

// The quantiles are those of any table of the normal distribution.
func TestProbit(t *testing.T) {
	for p, want := range map[float64]float64{.5: 0, .975: 1.95996, .01: -2.32635} {
		if got := probit(p); math.Abs(got-want) > 1e-5 {
			t.Errorf("probit(%v) = %v, want %v", p, got, want)
		}
	}
}

func TestGroupsAreOfLikeSizeAndCarryIntervals(t *testing.T) {
	var scores []figures.Score
	for i := range 20 {
		scores = append(scores, figures.Score{Value: float64(i) / 20, True: i >= 10})
	}
	got := grouped(scores)
	if len(got.XYs) != bins || got.XYs[0] != (plotter.XY{X: .025, Y: 0}) || got.XYs[9] != (plotter.XY{X: .925, Y: 1}) {
		t.Errorf("groups %v", got.XYs)
	}
	if low, high := figures.Interval(0, 2); got.YErrors[0].Low != low || got.YErrors[0].High != high {
		t.Errorf("interval of 0 of 2: %v, want %v and %v", got.YErrors[0], low, high)
	}
}

func TestPlotsAreWellFormedAndReplaceTheOldOnes(t *testing.T) {
	sections, out := t.TempDir(), filepath.Join(t.TempDir(), "pictures")
	t.Setenv("PORTICO_FIGURES", sections)
	scores := figures.Scores{}
	for i := range 50 {
		scores.Add("a source", float64(i)/50, i%3 > 0)
	}
	m := measured{
		speed: map[string]benchmark{"OpenMany/customers=100": {"sec/op": {.01}}, "OpenMany/customers=10": {"sec/op": {.001}}, "SavePageAmongMany/customers=10": {"save-ms": {9}}},
		load: []operation{
			{Operation: "createDocumentPage front", Store: "redis", Replicas: 2, Clients: 1, Runs: 4, P50: 400},
			{Operation: "createDocumentPage front", Store: "redis", Replicas: 2, Clients: 8, Runs: 4, P50: 1900},
		},
	}
	s := figures.New("x", "X")
	scores.DET(s, "one", "Errors")
	scores.Calibration(s, "two", "Sureness")
	if err := errors.Join(s.Close(), os.MkdirAll(out, 0o750),
		os.WriteFile(filepath.Join(out, "old.svg"), nil, 0o600), plots(sections, out, graphs(m))); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil || len(left) != 4 {
		t.Fatalf("%v left, %v", left, err)
	}
	for _, file := range left {
		if err := wellFormed(file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func wellFormed(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	paths := 0
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "path" {
			paths++
		}
	}
	if paths < 10 {
		return fmt.Errorf("%d paths in %d bytes", paths, len(data))
	}
	return nil
}
