package assemble_test

import (
	"image"
	"maps"
	"slices"
	"testing"
	"time"

	"portico/engine/enginetest"
)

// BenchmarkZones reads the outside pictures, which are decoded before, and
// tells the median and the 95th percentile of a picture in milliseconds. Issue
// 4 wants at most 60 and 250 on two cores.
func BenchmarkZones(b *testing.B) {
	reader := mrzReader(b)
	var pictures []*image.RGBA
	for _, name := range slices.Sorted(maps.Keys(zoneTruths(b))) {
		pictures = append(pictures, enginetest.Picture(b, "mrz", name))
	}
	var millis []float64
	for b.Loop() {
		for _, img := range pictures {
			start := time.Now()
			_, err := reader.Read(b.Context(), img)
			must(b, err)
			millis = append(millis, float64(time.Since(start).Microseconds())/1000)
		}
	}
	slices.Sort(millis)
	b.ReportMetric(millis[len(millis)/2], "median-ms")
	b.ReportMetric(millis[len(millis)*95/100], "p95-ms")
}
