package mrz

// glyphs are the classes of the network, in its order; the class after them
// says that no character is centred on the column.
const (
	glyphs  = filler + digits + letters
	off     = len(glyphs)
	classes = off + 1
	pace    = stripPitch / stripStride // network columns per character
)

// logProbs is the network's answer for a strip: classes values a column.
type logProbs []float32

func (lp logProbs) columns() int            { return len(lp) / classes }
func (lp logProbs) at(column int) []float32 { return lp[column*classes:][:classes] }

// best returns per column the largest log-probability of any character.
func (lp logProbs) best() []float32 {
	m := make([]float32, lp.columns())
	for t := range m {
		col := lp.at(t)
		m[t] = col[0]
		for _, v := range col[1:off] {
			m[t] = max(m[t], v)
		}
	}
	return m
}

const (
	impossible = -1e4 // log-probability of a path that does not exist
	bend       = .6   // cost of a step one column off the pace
	offLeast   = -8   // most that a character-like thing beside a line counts against it
)

// path finds the columns of n characters about pace apart, with nothing just
// outside the first and last, and the mean log-probability a character. at is
// nil when the strip is too short.
func (lp logProbs) path(n int) (score float64, at []int) { return lp.walk(n, offLeast) }

// walk is path where a character-like thing beside the line counts at most
// beyond against it.
func (lp logProbs) walk(n int, beyond float32) (score float64, at []int) {
	t := lp.columns()
	if t < n*pace {
		return impossible, nil
	}
	best := lp.best()
	beside := func(t int) float32 { return max(lp.at(t)[off], beyond) }
	v, next := make([]float32, t), make([]float32, t)
	copy(v, best)
	for i := pace; i < t; i++ {
		v[i] += beside(i - pace)
	}
	back := make([]int8, n*t)
	for i := 1; i < n; i++ {
		for c := range next {
			value, step := float32(impossible), pace
			for d := pace - 1; d <= pace+1 && d <= c; d++ {
				cost := float32(0)
				if d != pace {
					cost = bend
				}
				if s := v[c-d] - cost; s > value {
					value, step = s, d
				}
			}
			next[c], back[i*t+c] = best[c]+value, int8(step)
		}
		v, next = next, v
	}
	for i := range t - pace {
		v[i] += beside(i + pace)
	}
	end := 0
	for i, s := range v {
		if s > v[end] {
			end = i
		}
	}
	at = make([]int, n)
	at[n-1] = end
	for i := n - 1; i > 0; i-- {
		at[i-1] = at[i] - int(back[i*t+at[i]])
		if at[i-1] < 0 {
			return impossible, nil
		}
	}
	return float64(v[end]) / float64(n), at
}

// regress fits at[i] = first + i·step by least squares and returns the largest
// deviation too.
func regress(at []int) (first, step, worst float64) {
	n := float64(len(at))
	mid := (n - 1) / 2
	var mean, cov float64
	for i, c := range at {
		mean += float64(c) / n
		cov += (float64(i) - mid) * float64(c)
	}
	step = cov / (n * (n*n - 1) / 12)
	first = mean - step*mid
	for i, c := range at {
		d := first + step*float64(i) - float64(c)
		worst = max(worst, d, -d)
	}
	return first, step, worst
}

// bent returns how far the middle of at lies above the straight line through
// it, by least squares of a parabola: t² over −1..1 has the mean 1/3 and the
// variance 4/45.
func bent(at []int) float64 {
	first, step, _ := regress(at)
	n := float64(len(at))
	sum := 0.
	for i, c := range at {
		t := (2*float64(i) - n + 1) / (n - 1)
		sum += (float64(c) - first - step*float64(i)) * (1./3 - t*t)
	}
	return sum / n / (4. / 45)
}
