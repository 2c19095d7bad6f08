package viz

import (
	"image"
	"slices"
	"strings"
	"unicode"
)

// segment is a run of words in one row without a wide gap.
type segment []Word

// text joins the words by spaces, and rows by line breaks.
func (s segment) text() string {
	var b strings.Builder
	for i, w := range s {
		switch {
		case i == 0:
		case w.Row != s[i-1].Row:
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

func (s segment) box() (r image.Rectangle) {
	for _, w := range s {
		r = r.Union(w.Box)
	}
	return r
}

// height is the median of the words' heights.
func (s segment) height() int {
	h := make([]int, len(s))
	for i, w := range s {
		h[i] = w.Box.Dy()
	}
	slices.Sort(h)
	return h[len(h)/2]
}

func (s segment) weakest() float64 {
	c := 1.0
	for _, w := range s {
		c = min(c, w.Confidence)
	}
	return c
}

// certainty is the mean confidence of the words, by letters, 0..1.
func (s segment) certainty() float64 {
	var sum, n float64
	for _, w := range s {
		l := float64(len([]rune(w.Text)))
		sum, n = sum+l*w.Confidence, n+l
	}
	return sum / max(n, 1)
}

// wideGap, in heights of the letters, parts one value from the next.
const wideGap = 1.6

// segmentsOf groups words by row and gap, top to bottom.
func segmentsOf(words []Word) []segment {
	var out []segment
	rows := map[int]segment{}
	var order []int
	for _, w := range words {
		if !strings.ContainsFunc(w.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' }) {
			continue
		}
		if rows[w.Row] == nil {
			order = append(order, w.Row)
		}
		rows[w.Row] = append(rows[w.Row], w)
	}
	for _, n := range order {
		row := rows[n]
		slices.SortStableFunc(row, func(a, b Word) int { return a.Box.Min.X - b.Box.Min.X })
		from := 0
		for i := 1; i <= len(row); i++ {
			if i == len(row) || float64(row[i].Box.Min.X-row[i-1].Box.Max.X) > wideGap*float64(min(row[i].Box.Dy(), row[i-1].Box.Dy())) {
				out = append(out, row[from:i])
				from = i
			}
		}
	}
	slices.SortStableFunc(out, func(a, b segment) int { return a.box().Min.Y - b.box().Min.Y })
	return out
}

// coded tells a line of a machine-readable zone, also one read badly: fillers,
// or many characters without a space.
func coded(text string) bool {
	if strings.Count(text, "<") >= 2 {
		return true
	}
	longest := 0
	for _, w := range strings.Fields(text) {
		longest = max(longest, len([]rune(w)))
	}
	return longest > 24
}
