package figures

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

// Share counts how often something happened among what could be judged, and
// apart from it what could not. The zero value is ready.
type Share struct{ Hits, Of, Unjudged int }

// Count adds one that could be judged.
func (s *Share) Count(hit bool) {
	s.Of++
	if hit {
		s.Hits++
	}
}

// Rate is the share of hits, 0..1, NaN of nothing.
func (s Share) Rate() float64 { return float64(s.Hits) / float64(s.Of) }

// String is the count, the percentage and its 95 % interval, as in
// "3 of 113 (2.7 %, 0.55–7.6 %)".
func (s Share) String() string {
	if s.Of == 0 {
		return "0 of 0"
	}
	low, high := Interval(s.Hits, s.Of)
	return fmt.Sprintf("%d of %d (%s %%, %s–%s %%)", s.Hits, s.Of, Percent(s.Rate()), Percent(low), Percent(high))
}

// Percent writes a share of 1 in per cent, with one digit, or two below 1 %.
func Percent(p float64) string {
	digits := 1
	if p > 0 && p < .01 {
		digits = 2
	}
	return strconv.FormatFloat(100*p, 'f', digits, 64)
}

// Tally are shares by the name of their row.
type Tally map[string]*Share

// At returns the share of a row, which it makes if there is none.
func (t Tally) At(row string) *Share {
	if t[row] == nil {
		t[row] = &Share{}
	}
	return t[row]
}

// Table adds the tally to a section, a row for each share, sorted by name.
func (t Tally) Table(s *Section, caption, what string) {
	s.Table(caption, "pictures", what, "not judged")
	for _, row := range slices.Sorted(maps.Keys(t)) {
		s.Row(row, *t[row], t[row].Unjudged)
	}
}

// Interval is Clopper's and Pearson's (Biometrika 26, 1934), 95 %, for a share
// of hits among n.
func Interval(hits, n int) (low, high float64) {
	high = 1
	if hits > 0 {
		low = solve(func(p float64) bool { return 1-binomial(hits-1, n, p) < .025 })
	}
	if hits < n {
		high = solve(func(p float64) bool { return binomial(hits, n, p) > .025 })
	}
	return low, high
}

// solve returns where below, which holds from 0 up to a point, ceases to hold.
func solve(below func(p float64) bool) float64 {
	low, high := 0., 1.
	for range 50 {
		if mid := (low + high) / 2; below(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// binomial is the probability of at most k hits of probability p in n draws.
func binomial(k, n int, p float64) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x) + 1); return v }
	var sum float64
	for i := 0; i <= k; i++ {
		sum += math.Exp(lg(n) - lg(i) - lg(n-i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}
