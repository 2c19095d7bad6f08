package passive

import (
	"errors"
	"fmt"
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
// and of copies that were photographed there: those that together doubt no
// more than the share bpcer of the live faces and pass the fewest copies; of
// several such, those by which the copies score least.
//
// Each take is counted with limits from all others. Pictures of one take are
// alike, so give several people and several copies: of a single take each half
// is counted with the other's, and the errors are those with that person or
// that copy alone. Fewer than Fewest pictures of either kind wrap
// ErrFewPictures.
func Calibrate(live, copies Takes, bpcer float64) (Limits, Errors, error) {
	if live.Pictures() < Fewest || copies.Pictures() < Fewest {
		return Limits{}, Errors{}, fmt.Errorf("%w: %d live, %d copies, at least %d of each", ErrFewPictures, live.Pictures(), copies.Pictures(), Fewest)
	}
	var sum Errors
	live.each(func(take, others Takes) { sum = sum.plus(limitsOf(others, copies, bpcer).errors(take, nil)) })
	copies.each(func(take, others Takes) { sum = sum.plus(limitsOf(live, others, bpcer).errors(nil, take)) })
	return limitsOf(live, copies, bpcer), sum, nil
}

// each calls f with one take and with all others, for each.
func (t Takes) each(f func(take, others Takes)) {
	all := t.apart()
	for i := range all {
		f(all[i:i+1], slices.Delete(slices.Clone(all), i, i+1))
	}
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
