package passive

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Errors counts what limits do to pictures whose truth is known.
type Errors struct {
	LiveDoubted, Live     int // BPCER: live faces below the score that clients review from
	CopiesPassed, Copies  int // APCER
	LiveUnder, CopiesOver int // the same at 0.80, where clients reject
}

// ErrFewPictures is wrapped where too little was collected to calibrate on.
var ErrFewPictures = errors.New("passive: too few pictures to calibrate on")

const (
	// fewest pictures of either kind: with 20 live ones and none doubted, up to
	// 17 % may still be (Clopper and Pearson, 95 %).
	fewest   = 20
	rejected = .80
)

// Calibrate finds the limits for one desk's camera from the cues of live faces
// and of copies that were photographed there: of each cue the least limit that
// doubts no more than half of the share bpcer of the live faces.
//
// The errors are those of limits from one half of the pictures on the other
// half, both ways round, every second picture being in one half: frames that
// follow each other are alike, so give pictures of several people. Fewer than
// twenty of either kind wrap ErrFewPictures.
func Calibrate(live, copies []map[string]float64, bpcer float64) (Limits, Errors, error) {
	if len(live) < fewest || len(copies) < fewest {
		return Limits{}, Errors{}, fmt.Errorf("%w: %d live, %d copies, at least %d of each", ErrFewPictures, len(live), len(copies), fewest)
	}
	var sum Errors
	for half := range 2 {
		l := limitsOf(every(live, half), bpcer)
		sum = sum.plus(l.errors(every(live, 1-half), every(copies, 1-half)))
	}
	return limitsOf(live, bpcer), sum, nil
}

func every(all []map[string]float64, from int) []map[string]float64 {
	var out []map[string]float64
	for i := from; i < len(all); i += 2 {
		out = append(out, all[i])
	}
	return out
}

func limitsOf(live []map[string]float64, bpcer float64) Limits {
	return Limits{Moire: quantile(live, Moire, 1-bpcer/2, Standard.Moire), Copied: quantile(live, Copied, 1-bpcer/2, Standard.Copied)}
}

// quantile of a cue over the pictures that have it, other where none has.
func quantile(all []map[string]float64, cue string, q, other float64) float64 {
	var values []float64
	for _, cues := range all {
		if v, ok := cues[cue]; ok {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return other
	}
	slices.Sort(values)
	return values[min(len(values)-1, int(math.Ceil(q*float64(len(values))))-1)]
}

func (l Limits) errors(live, copies []map[string]float64) (e Errors) {
	for _, cues := range live {
		s := l.score(cues)
		e.Live++
		e.LiveDoubted += count(!(s >= reviewed-1e-9))
		e.LiveUnder += count(!(s >= rejected))
	}
	for _, cues := range copies {
		s := l.score(cues)
		e.Copies++
		e.CopiesPassed += count(s >= reviewed-1e-9)
		e.CopiesOver += count(s >= rejected)
	}
	return e
}

func (e Errors) plus(o Errors) Errors {
	return Errors{
		e.LiveDoubted + o.LiveDoubted, e.Live + o.Live, e.CopiesPassed + o.CopiesPassed, e.Copies + o.Copies,
		e.LiveUnder + o.LiveUnder, e.CopiesOver + o.CopiesOver,
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
