package passive

import (
	"math"
	"slices"
)

// limitsOf finds Calibrate's limits. A limit of moiré is tried at the value of
// each live face, the network's with it at the least that the others of them
// allow. A cue that no live face has keeps its standard limit.
func limitsOf(live, copies Takes, bpcer float64) Limits {
	faces, fakes := slices.Concat(live...), slices.Concat(copies...)
	allowed := int(bpcer * float64(len(faces)))
	best, fewest, least := Standard, math.MaxInt, math.Inf(1)
	for _, moire := range greatest(1+allowed, values(faces, Moire, Standard.Moire)) {
		left := slices.DeleteFunc(slices.Clone(faces), Limits{Moire: moire, Copied: math.Inf(1)}.doubts)
		spare := allowed - (len(faces) - len(left))
		for _, copied := range greatest(1+spare, values(left, Copied, Standard.Copied)) {
			l := Limits{Moire: moire, Copied: copied}
			passed, score := l.pass(fakes)
			if passed < fewest || passed == fewest && score < least {
				best, fewest, least = l, passed, score
			}
		}
	}
	return best
}

// doubts says that cues are beyond one of the limits.
func (l Limits) doubts(cues map[string]float64) bool {
	odds, ok := cues[Copied]
	return cues[Moire] > l.Moire || ok && odds > l.Copied
}

// pass returns how many copies are not doubted, and the sum of their scores.
func (l Limits) pass(copies []map[string]float64) (n int, score float64) {
	for _, cues := range copies {
		n += count(!l.doubts(cues))
		score += l.Score(cues)
	}
	return n, score
}

// values of a cue over the pictures that have it, the least first; other where
// none has.
func values(all []map[string]float64, cue string, other float64) []float64 {
	var found []float64
	for _, cues := range all {
		if v, ok := cues[cue]; ok {
			found = append(found, v)
		}
	}
	if len(found) == 0 {
		return []float64{other}
	}
	slices.Sort(found)
	return found
}

// greatest are the last n of sorted values.
func greatest(n int, sorted []float64) []float64 { return sorted[max(0, len(sorted)-n):] }
