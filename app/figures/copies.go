package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A copyRate is how fast a block of memory is copied again and again, in bytes
// read and written a second.
type copyRate struct{ block, perSecond float64 }

// copyRates are those of several blocks, smallest first.
type copyRates []copyRate

func copiesOf(found map[string]benchmark) (all copyRates) {
	for _, name := range slices.Sorted(maps.Keys(found)) {
		var mb float64
		if _, err := fmt.Sscanf(name, "Machine/what=copy/MB=%g", &mb); err == nil {
			all = append(all, copyRate{mb * (1 << 20), found[name].median("GB/s") * 1e9})
		}
	}
	slices.SortFunc(all, func(a, b copyRate) int { return cmp.Compare(a.block, b.block) })
	return all
}

// seconds is how long so many bytes take at the rate of the smallest block that
// holds them, or else of the largest.
func (c copyRates) seconds(bytes float64) float64 {
	for _, r := range c {
		if bytes <= r.block {
			return bytes / r.perSecond
		}
	}
	return bytes / c[len(c)-1].perSecond
}

func (c copyRates) String() string {
	var said []string
	for _, r := range c {
		said = append(said, fmt.Sprintf("%.0f MB **%.1f**", r.block/(1<<20), r.perSecond/1e9))
	}
	return strings.Join(said, ", ")
}
