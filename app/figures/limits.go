package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// stage is a benchmark whose least work is known: runs of networks and bytes
// that must at least be read and written, or what another benchmark does.
type stage struct {
	name, benchmark string
	nets            map[string]float64 // runs by name
	bytes           float64
	like            string // a benchmark that does the same, bare: its time is the limit
}

// Sizes of the sample card's pictures.
const (
	photo = 1200 * 1600 * 4 // bytes of the decoded photograph
	page  = 1014 * 639 * 4  // of the page that is cut out
)

// stages are those whose work does not depend on what is read: Tesseract's and
// the reader's of machine-readable zones does.
var stages = []stage{
	{"decode a photograph", "Decode/input=sample", nil, photo, ""},
	{"locate the card in a live frame", "Locate/input=sample", map[string]float64{"card-corners": 1}, 0, ""},
	{"rectify the page", "Rectify/input=sample", nil, 2*page + page/4, ""},
	{"face in a live frame: detect, mesh, which way up", "Selfie/input=sample/part=live", map[string]float64{"face-detection-short-range": 3, "face-mesh-attention": 1}, 0, ""},
	{"face in a still: detect, mesh twice, which way up", "Selfie/input=sample/part=find", map[string]float64{"face-detection-short-range": 3, "face-mesh-attention": 2}, 0, ""},
	{"template: eight views", "Selfie/input=sample/part=template", map[string]float64{"face-template": 8}, 0, ""},
	{"age and sex", "Selfie/input=sample/part=attributes", map[string]float64{"age": 1, "gender": 1}, 0, ""},
	{"passive: nine patches and the head", "Selfie/input=sample/part=passive", map[string]float64{"face-copy": 9}, 0, ""},
	{"a page committed to the store", "SavePage", nil, 0, "BareSync"},
}

// open are stages without a limit that could be computed, and what bounds them.
var open = []struct{ name, benchmark, bound string }{
	{"machine-readable zone of a page that is cut out", "Zone/input=sample", "runs of mrz-glyphs, as many as the zone needs"},
	{"page read for its machine-readable zone", "Source/input=sample/source=MRZ", "the same, and the page's outline"},
	{"page read for its visual zone", "Source/input=sample/source=VIZ", "Tesseract: its network runs column by column of each line of text"},
	{"page read for its barcode", "Source/input=sample/source=BARCODE", "zxing-cpp's tries at several scales"},
	{"page read for its portrait", "Source/input=sample/source=DOCUMENT_PORTRAIT", "the page's outline, then the networks of faces"},
	{"PDF417 of a photographed licence", "Barcode", "zxing-cpp's tries at several scales"},
	{"compare two templates", "Compare/input=sample", "128 products: the call"},
	{"smile evaluated", "Evaluate/check=smile", "the pictures' template and meshes are there: arithmetic on points"},
	{"gaze evaluated", "Evaluate/check=gaze", "the same"},
	{"approach evaluated", "Evaluate/check=approach", "the same, of 60 frames"},
	{"light evaluated", "Evaluate/check=light", "the same, of 60 frames"},
	{"both inspections", "Inspect/input=sample", "rules over what was read"},
	{"decide", "Decide/input=sample", "rules over what was read"},
	{"delivery, whole onboarding", "Delivery", "a request and a commit a step, one after the other"},
	{"start: models loaded", "Open", "reading and preparing the networks"},
}

// limitsPage holds each network and stage against what the machine can do: the
// least time is the longer of its multiply-adds at the highest rate that one
// thread, which is what Portico gives a network, was seen to reach, and its
// bytes at the rate at which as many are copied. Nil where the benchmarks did
// not run.
func limitsPage(found map[string]benchmark, head string) []byte {
	const prefix = "Network/net="
	product := found["Machine/what=multiply-adds/threads=one"].median("GMAC/s") * 1e9
	rate := product
	for name, n := range found {
		if took := n.median("sec/op"); strings.HasPrefix(name, prefix) && took > 0 {
			rate = max(rate, n.median("MMAC")*1e6/took)
		}
	}
	copies := copiesOf(found)
	if product == 0 || len(copies) == 0 {
		return nil
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Limits\n\n%s\n", head)
	fmt.Fprintf(&out, limitsHead, rate/1e9, product/1e9, found["Machine/what=multiply-adds/threads=all"].median("GMAC/s"), copies)
	out.WriteString("## Networks\n\n| network | million multiply-adds | weights | limit | measured | of the limit's speed |\n|---|---|---|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		n := found[name]
		multiplyAdds, weights, took := n.median("MMAC")*1e6, n.median("weights-MB")*1e6, n.median("sec/op")
		limit, by := longer(multiplyAdds/rate, copies.seconds(weights))
		fmt.Fprintf(&out, "| %s | %.1f | %.2f MB | %s by %s | %s | %.0f %% |\n", strings.TrimPrefix(name, prefix), multiplyAdds/1e6, weights/1e6,
			millis(1000*limit), by, millis(1000*took), 100*limit/took)
	}
	out.WriteString("\n## Stages\n\n| stage | limit | measured | of the limit's speed | beyond the limit |\n|---|---|---|---|---|\n")
	for _, s := range stages {
		took := found[s.benchmark].median("sec/op")
		if took == 0 {
			continue
		}
		arithmetic, memory := 0., copies.seconds(s.bytes)
		for net, runs := range s.nets {
			arithmetic += runs * found[prefix+net].median("MMAC") * 1e6 / rate
			memory += runs * copies.seconds(found[prefix+net].median("weights-MB")*1e6)
		}
		limit, by := longer(arithmetic, memory)
		if s.like != "" {
			limit, by = found[s.like].median("sec/op"), "the same bytes written and synced bare"
		}
		fmt.Fprintf(&out, "| %s | %s by %s | %s | %.0f %% | %s |\n", s.name, millis(1000*limit), by, millis(1000*took), 100*limit/took, millis(1000*(took-limit)))
	}
	out.WriteString("\n## Stages whose work depends on what is read\n\n| stage | measured | what bounds it |\n|---|---|---|\n")
	for _, s := range open {
		if took := found[s.benchmark].median("sec/op"); took > 0 {
			fmt.Fprintf(&out, "| %s | %s | %s |\n", s.name, millis(1000*took), s.bound)
		}
	}
	return out.Bytes()
}

// longer returns the longer of two times and what takes it.
func longer(arithmetic, memory float64) (float64, string) {
	if arithmetic >= memory {
		return arithmetic, "arithmetic"
	}
	return memory, "memory"
}

const limitsHead = `How far each stage is from what this machine could do at best. Written by ` + "`make figures`" + ` from ` + "`make bench`" + `, never by hand.

What bounds a network is the longer of two times: its multiply-adds at the highest rate that was seen here, and its weights, each read once
a run, at the rate at which a block of that size is copied again and again: from a cache where one holds it. The multiply-adds are counted from the ONNX files (` + "`engine/native/ort/work_test.go`" + `:
convolutions and products of matrices; additions and activations are left out). Small channels, depthwise convolutions and copies between
layers keep a network below that rate, however well it is run.

- One thread, which is what Portico gives each network, so that stages run side by side: **%.1f thousand million multiply-adds a second** at
  most, by the fastest of the networks or a product of two matrices of 1024×1024, which reaches %.1f in ONNX Runtime.
- All cores together, the product: **%.1f thousand million**.
- Memory, read and written by one thread, gigabytes a second by the size of the block: %s.

Stages whose work depends on what is read (Tesseract, machine-readable zones, barcodes) have no such limit; they stand last. The backend's
operations under load are in [figures.md](figures.md).

`
