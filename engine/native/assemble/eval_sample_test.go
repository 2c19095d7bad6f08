package assemble_test

import (
	"errors"
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"portico/engine/document"
	"portico/engine/figures"
)

// readField is one field as read, and whether it is right.
type readField struct {
	source     string
	confidence float64
	right      bool
}

// TestEvalFields reads composites of the sample card and of drawn cards: how
// many fields are right, and whether their confidences say so.
func TestEvalFields(t *testing.T) {
	evaluation(t)
	r, files := documents(t), backgroundFiles(t)
	exact, typed, among, wrong := figures.Tally{}, figures.Tally{}, figures.Tally{}, &figures.Errors{}
	var all []readField
	try := func(source string, card *image.RGBA, seed uint64, want map[string]string) {
		img := photographed(t, card, files, seed)
		got, err := r.Read(t.Context(), img, document.Options{})
		if err != nil {
			got = &document.Reading{}
		}
		known := got.Type != nil && got.Type.Support == document.FullSupport
		typed.At(source).Count(known)
		var misread []string
		for name, value := range want {
			f, ok := got.Visual[name]
			exact.At(source).Count(f.Value == value)
			if known {
				among.At(source).Count(f.Value == value)
			}
			if f.Value != value {
				t.Logf("%s %d: %s %q, want %q", source, seed, name, f.Value, value)
				misread = append(misread, fmt.Sprintf("%s %q, want %q", name, f.Value, value))
			}
			if ok {
				all = append(all, readField{source, f.Confidence, f.Value == value})
			}
		}
		if misread != nil {
			wrong.Add(fmt.Sprintf("%s %d, recognised: %v: %s", source, seed, known, strings.Join(misread, "; ")), img)
		}
	}
	for _, side := range []document.Side{document.Front, document.Back} {
		card := straightSample(t, sample(t, side), corners(t, side))
		for seed := range uint64(50) {
			try("sample card, "+string(side), card, 10000+2*seed+map[document.Side]uint64{document.Back: 1}[side], onSampleCard[side])
		}
	}
	for seed := range uint64(100) {
		c := madeUp(seed)
		try("drawn card, front", c.Front(1014), 11000+seed, map[string]string{
			document.GivenNames: c.GivenNames, document.Surname: c.Surname, document.Gender: c.Sex, document.Nationality: "UTO",
			document.DocumentNumber: c.Number, document.DateOfBirth: iso(c.Birth), document.DateOfIssue: iso(c.Issue), document.DateOfExpiry: iso(c.Expiry),
		})
	}
	s := figures.New("document-fields", "Fields of known documents")
	s.Say("Composites made in Go from fixed seeds: the sample card's own pictures, straightened, and drawn cards of made-up people, on photographed backgrounds; turned by any angle, in perspective, blurred, under a lamp, darker and lighter, as JPEG. A composite whose type is not recognised counts all its fields as wrong.")
	exact.Table(s, "Fields read exactly", "exact")
	typed.Table(s, "Types recognised: the card is located and its labels are read", "recognised")
	among.Table(s, "Fields read exactly among cards that were recognised", "exact")
	s.Table("Expected calibration error of the fields' confidence, ten bins; the calibration was fitted on composites of other seeds", "fields", "right", "mean confidence", "calibration error")
	n, right, mean, e := calibrationError(all)
	s.Row(n, figures.Percent(right)+" %", figures.Percent(mean)+" %", math.Round(e*1e4)/1e4)
	sure := figures.Scores{}
	for _, f := range all {
		sure.Add(f.source, f.confidence, f.right)
	}
	sure.Calibration(s, "confidence", "Fields: confidence and truth")
	s.Table("Fields by confidence", "confidence", "fields", "right")
	for _, b := range bins(all) {
		s.Row(b.from, b.share.Of, b.share)
	}
	if err := errors.Join(s.Close(), s.Errors(wrong)); err != nil {
		t.Fatal(err)
	}
}

func iso(date string) string { return date[6:] + "-" + date[3:5] + "-" + date[:2] }

type bin struct {
	from  float64
	share figures.Share
}

// bins counts right fields by confidence: finer where most are.
func bins(all []readField) []bin {
	edges := []float64{0, .3, .5, .6, .7, .75, .8, .84, .88, .9, .92, .94, .96, .98}
	out := make([]bin, len(edges))
	for i, e := range edges {
		out[i].from = e
	}
	for _, f := range all {
		i, found := slices.BinarySearch(edges, f.confidence)
		if !found {
			i--
		}
		out[max(i, 0)].share.Count(f.right)
	}
	return out
}

// calibrationError is that of Naeini and others (AAAI 2015), with ten bins of
// equal width.
func calibrationError(all []readField) (n int, right, mean, e float64) {
	var sum, hits, count [10]float64
	for _, f := range all {
		b := min(int(f.confidence*10), 9)
		sum[b], count[b] = sum[b]+f.confidence, count[b]+1
		if f.right {
			hits[b]++
		}
	}
	for b := range sum {
		right, mean = right+hits[b], mean+sum[b]
		e += math.Abs(hits[b] - sum[b])
	}
	total := math.Max(float64(len(all)), 1)
	return len(all), right / total, mean / total, e / total
}

// TestSampleCardIsSure holds the confidence that the contract's threshold of
// doubtful texts asks for.
func TestSampleCardIsSure(t *testing.T) {
	r := documents(t)
	for side := range onSampleCard {
		for name, f := range read(t, r, sample(t, side)).Visual {
			if f.Confidence < .92 {
				t.Errorf("%s, %s: confidence %.3f, want at least 0.92", side, name, f.Confidence)
			}
		}
	}
}
