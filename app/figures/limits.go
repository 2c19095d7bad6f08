package main

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// stage is a benchmark whose least work is known: runs of networks, and bytes
// that must at least be read and written.
type stage struct {
	name, benchmark string
	nets            map[string]float64 // runs by name
	bytes           float64
}

// Sizes of the sample card's pictures.
const (
	photo = 1200 * 1600 * 4 // bytes of the decoded photograph
	page  = 1014 * 639 * 4  // of the page that is cut out
)

// stages are those whose work does not depend on what is read: Tesseract's and
// the reader's of machine-readable zones does.
var stages = []stage{
	{"decode a photograph", "Decode/input=sample", nil, photo},
	{"locate the card in a live frame", "Locate/input=sample", map[string]float64{"card-corners": 1}, 0},
	{"rectify the page", "Rectify/input=sample", nil, 2*page + page/4},
	{"face in a live frame: detect, mesh", "Selfie/input=sample/part=live", map[string]float64{"face-detection-short-range": 1, "face-mesh-attention": 1}, 0},
	{"face in a still: detect, mesh twice", "Selfie/input=sample/part=find", map[string]float64{"face-detection-short-range": 1, "face-mesh-attention": 2}, 0},
	{"template: eight views", "Selfie/input=sample/part=template", map[string]float64{"face-template": 8}, 0},
	{"age and sex", "Selfie/input=sample/part=attributes", map[string]float64{"age": 1, "gender": 1}, 0},
	{"passive: nine patches and the head", "Selfie/input=sample/part=passive", map[string]float64{"face-copy": 9}, 0},
}

// limitsPage holds each network and stage against what the machine can do: the
// least time is the longer of its multiply-adds at the measured rate of one
// thread, which is what Portico gives a network, and its bytes at the measured
// rate of memory. Nil where the benchmarks did not run.
func limitsPage(bench, head string) ([]byte, error) {
	found, err := readBench(filepath.Join(bench, "go.txt"))
	if err != nil || found == nil {
		return nil, err
	}
	rate := found["Machine/what=multiply-adds/threads=one"].median("GMAC/s") * 1e9
	memory := found["Machine/what=copy/threads=one"].median("GB/s") * 1e9
	if rate == 0 || memory == 0 {
		return nil, nil
	}
	least := func(multiplyAdds, bytes float64) float64 { return max(multiplyAdds/rate, bytes/memory) }
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Limits\n\n%s\n", head)
	fmt.Fprintf(&out, limitsHead, rate/1e9, found["Machine/what=multiply-adds/threads=all"].median("GMAC/s"), memory/1e9)
	out.WriteString("## Networks\n\n| network | million multiply-adds | weights | limit | measured | of the limit's speed |\n|---|---|---|---|---|---|\n")
	const prefix = "Network/net="
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		n := found[name]
		multiplyAdds, weights := n.median("MMAC")*1e6, n.median("weights-MB")*1e6
		limit, took := least(multiplyAdds, weights), n.median("sec/op")
		fmt.Fprintf(&out, "| %s | %.1f | %.2f MB | %s by %s | %s | %.0f %% |\n", strings.TrimPrefix(name, prefix), multiplyAdds/1e6, weights/1e6,
			millis(1000*limit), bound(multiplyAdds/rate, weights/memory), millis(1000*took), 100*limit/took)
	}
	out.WriteString("\n## Stages\n\n| stage | limit | measured | of the limit's speed | beyond the limit |\n|---|---|---|---|---|\n")
	for _, s := range stages {
		took := found[s.benchmark].median("sec/op")
		if took == 0 {
			continue
		}
		multiplyAdds, bytes := 0., s.bytes
		for net, runs := range s.nets {
			multiplyAdds += runs * found[prefix+net].median("MMAC") * 1e6
			bytes += found[prefix+net].median("weights-MB") * 1e6
		}
		limit := least(multiplyAdds, bytes)
		fmt.Fprintf(&out, "| %s | %s by %s | %s | %.0f %% | %s |\n", s.name, millis(1000*limit), bound(multiplyAdds/rate, bytes/memory),
			millis(1000*took), 100*limit/took, millis(1000*(took-limit)))
	}
	return out.Bytes(), nil
}

// bound names what takes longer.
func bound(arithmetic, memory float64) string {
	if arithmetic >= memory {
		return "arithmetic"
	}
	return "memory"
}

const limitsHead = `How far each stage is from what this machine could do at best. Written by ` + "`make figures`" + ` from ` + "`make bench`" + `, never by hand.

What bounds a network is the longer of two times: its multiply-adds at the rate at which ONNX Runtime multiplies two matrices of 1024×1024,
and its weights, each read once, at the rate at which memory is copied. The multiply-adds are counted from the ONNX files
(` + "`engine/native/ort/work_test.go`" + `: convolutions and products of matrices; additions and activations are left out). Small channels, depthwise
convolutions and copies between layers keep a network below the rate of a large product, however well it is run.

- One thread, which is what Portico gives each network, so that stages run side by side: **%.1f thousand million multiply-adds a second**.
- All cores together: **%.1f thousand million**.
- Memory, read and written by one thread: **%.1f GB a second**.

Stages whose work depends on what is read (Tesseract, machine-readable zones, barcodes) have no such limit here; their times are in
[figures.md](figures.md).

`
