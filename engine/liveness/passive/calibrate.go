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

// Fewest is how many pictures of either kind are needed: with 20 live ones and
// none doubted, up to 17 % may still be (Clopper and Pearson, 95 %).
const Fewest = 20

const rejected = .80

// Takes are the cues of pictures, those of one person or one copy together.
type Takes [][]map[string]float64

// Pictures is how many there are in all takes.
func (t Takes) Pictures() (n int) {
	for _, take := range t {
		n += len(take)
	}
	return n
}

// apart are the takes that are judged by limits of the others; a single one is
// parted, every second picture.
func (t Takes) apart() Takes {
	if len(t) > 1 {
		return t
	}
	var halves [2][]map[string]float64
	for i, cues := range t[0] {
		halves[i%2] = append(halves[i%2], cues)
	}
	return halves[:]
}

// Calibrate finds the limits for one desk's camera from the cues of live faces
// and of copies that were photographed there: of each cue the least limit that
// doubts no more than half of the share bpcer of the live faces.
//
// Each live take is counted with limits from all others. Pictures of one take
// are alike, so give several people: of a single take each half is counted with
// the other's, and the errors are those with that person alone. Copies never
// set a limit, so all are counted with those returned. Fewer than Fewest
// pictures of either kind wrap ErrFewPictures.
func Calibrate(live, copies Takes, bpcer float64) (Limits, Errors, error) {
	if live.Pictures() < Fewest || copies.Pictures() < Fewest {
		return Limits{}, Errors{}, fmt.Errorf("%w: %d live, %d copies, at least %d of each", ErrFewPictures, live.Pictures(), copies.Pictures(), Fewest)
	}
	limits := limitsOf(live, bpcer)
	sum := limits.errors(nil, copies)
	apart := live.apart()
	for i, take := range apart {
		others := slices.Delete(slices.Clone(apart), i, i+1)
		sum = sum.plus(limitsOf(others, bpcer).errors(Takes{take}, nil))
	}
	return limits, sum, nil
}

func limitsOf(live Takes, bpcer float64) Limits {
	all := slices.Concat(live...)
	return Limits{Moire: quantile(all, Moire, 1-bpcer/2, Standard.Moire), Copied: quantile(all, Copied, 1-bpcer/2, Standard.Copied)}
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

func (l Limits) errors(live, copies Takes) (e Errors) {
	for _, cues := range slices.Concat(live...) {
		s := l.Score(cues)
		e.Live++
		e.LiveDoubted += count(!(s >= reviewed-1e-9))
		e.LiveUnder += count(!(s >= rejected))
	}
	for _, cues := range slices.Concat(copies...) {
		s := l.Score(cues)
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
