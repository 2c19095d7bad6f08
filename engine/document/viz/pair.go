package viz

import (
	"image"
	"slices"
)

// Limits of where a value stands from its label, in heights of the label.
const (
	farBelow = 3.2 // from the label's lower edge to the value's upper edge
	farRight = 30.0
	aside    = 2.5 // how far a value below may stick out to either side

	// leastCertainty of a value: patterns and torn print give less.
	leastCertainty = .35
)

// candidate is a value that may belong to a label.
type candidate struct {
	label, value int
	cost         float64
}

// pair gives each label the nearest value below it, or to its right, that has
// the form of its field; a value belongs to one label.
func pair(labels []label, values []segment) []Found {
	var all []candidate
	for i, l := range labels {
		for j, v := range values {
			if _, ok := Parse(l.field, v.text()); !ok || v.certainty() < leastCertainty {
				continue
			}
			if cost, ok := apartness(l, v, labels); ok {
				all = append(all, candidate{i, j, cost + 6*max(.9-v.certainty(), 0)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		if a.cost < b.cost {
			return -1
		}
		return 1
	})
	var found []Found
	named, used := map[string]bool{}, map[int]bool{}
	for _, c := range all {
		l := labels[c.label]
		if named[l.field] || used[c.value] {
			continue
		}
		named[l.field], used[c.value] = true, true
		if l.field == "none" { // takes its value from others, and there may be many
			named[l.field] = false
			continue
		}
		v := values[c.value]
		if l.field == fullName || l.field == address {
			v = withNext(v, values, labels, used)
		}
		value, _ := Parse(l.field, v.text())
		found = append(found, Found{Name: l.field, Raw: v.text(), Value: value, Box: v.box(), Label: l.words.text(), LabelBox: l.words.box(), Confidence: v.weakest()})
	}
	return found
}

// apartness measures how far v stands from where l's value should be.
func apartness(l label, v segment, labels []label) (cost float64, ok bool) {
	lb, vb := l.words.box(), v.box()
	h := float64(max(l.words.height(), 4))
	if 10*v.height() < 7*l.words.height() {
		return 0, false
	}
	down := float64(vb.Min.Y-lb.Max.Y) / h
	middle := (vb.Min.Y + vb.Max.Y) / 2
	level := middle > lb.Min.Y-int(h/3) && middle < lb.Max.Y+int(h/3)
	switch {
	case level && vb.Min.X >= lb.Max.X-int(h/2):
		across := float64(vb.Min.X-lb.Max.X) / h
		if across > farRight || crossed(lb, vb, labels) {
			return 0, false
		}
		if l.ends {
			return across / 20, true
		}
		return 1 + across/5, true
	case !l.ends && down > -.7 && down < farBelow && float64(vb.Min.X) < float64(lb.Max.X)+aside*h && float64(vb.Max.X) > float64(lb.Min.X)-aside*h:
		sideways := float64(vb.Min.X-lb.Min.X) / h
		return max(down, 0) + max(sideways, -sideways)/6, true
	}
	return 0, false
}

// crossed tells whether another label stands between l and a value to its right.
func crossed(l, v image.Rectangle, labels []label) bool {
	between := image.Rect(l.Max.X+1, l.Min.Y, max(v.Min.X, l.Max.X+2), l.Max.Y)
	return slices.ContainsFunc(labels, func(o label) bool { return o.words.box().Overlaps(between) })
}

// withNext adds the line below v, where it is printed like it and no label
// stands between: the second line of an address, the given names below the
// surname.
func withNext(v segment, values []segment, labels []label, used map[int]bool) segment {
	b, h := v.box(), v.height()
	for j, next := range values {
		n := next.box()
		if used[j] || n.Min.Y < b.Max.Y-h/4 || n.Min.Y > b.Max.Y+h*3/2 || max(n.Min.X-b.Min.X, b.Min.X-n.Min.X) > h || 10*next.height() < 8*h || 10*next.height() > 13*h {
			continue
		}
		gap := image.Rect(b.Min.X, b.Max.Y, b.Max.X, n.Min.Y+1)
		if slices.ContainsFunc(labels, func(l label) bool { return l.words.box().Overlaps(gap) }) {
			continue
		}
		used[j] = true
		return append(slices.Clone(v), next...)
	}
	return v
}
