// Command figures puts docs/figures.md together from what `make eval`,
// `make bench` and `make compare` left: the sections of the evaluations, their
// plots, the speed measured, and the machine and the day; and docs/limits.md. Called by `make
// figures`.
package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// order is how the sections follow each other; others come after them by name.
var order = []string{
	"compare", "locating", "false-finds", "mrz", "mrz-altered", "mrz-rendered", "document-fields", "document-passports", "barcodes", "authenticity",
	"guidance-cards", "guidance-faces", "face-match", "face-age", "face-quality",
	"liveness-smile", "liveness-gaze", "liveness-approach", "liveness-light", "liveness-puppets", "liveness-passive",
}

func main() {
	sections := flag.String("sections", "build/figures", "`FOLDER` of the sections (*.md)")
	bench := flag.String("bench", "build/bench", "`FOLDER` of what make bench left")
	out := flag.String("out", "docs", "`FOLDER` of figures.md and images/figures, to write")
	flag.Parse()
	if err := run(*sections, *bench, *out, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func run(sections, bench, out string, now time.Time) error {
	machine, err := describe()
	if err != nil {
		return err
	}
	var doc bytes.Buffer
	measured := fmt.Sprintf("- **Machine**: %s.\n- **Date**: %s.\n", machine, now.Format("2 January 2006"))
	fmt.Fprintf(&doc, head, measured)
	speed, err := speedSection(bench)
	if err != nil {
		return err
	}
	doc.WriteString(speed)
	files, err := filepath.Glob(filepath.Join(sections, "*.md"))
	if err != nil {
		return err
	}
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		doc.WriteString("\n")
		doc.Write(text)
	}
	limits, err := limitsPage(bench, measured)
	if err != nil {
		return err
	}
	if limits != nil {
		if err := os.WriteFile(filepath.Join(out, "limits.md"), limits, 0o644); err != nil { //nolint:gosec // a document for everybody
			return err
		}
	}
	if err := plots(sections, filepath.Join(out, "images", "figures")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "figures.md"), doc.Bytes(), 0o644) //nolint:gosec // a document for everybody
}

func rank(file string) int {
	name := strings.TrimSuffix(filepath.Base(file), ".md")
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order)
}

const head = `# Figures

What Portico was measured to do, on what, and how to measure it again. This file is written by ` + "`make figures`" + `, never by hand. Rates
stand with their counts and with Clopper and Pearson's 95 %% intervals, a source and a kind a row, never pooled. They hold for these
pictures; a kiosk's own camera, light and visitors differ. How far each stage is from what the machine could do is in [limits.md](limits.md).

%s- **Pictures**: those of the folder that ` + "`PORTICO_DATA`" + ` names (default ` + "`../shared/data`" + `), which nobody in the project made and which may
  not be passed on; without it the evaluations skip, and speed is measured on Portico's own drawn specimen.

| to measure again | command |
|---|---|
| everything, and this file | ` + "`make figures`" + ` (about an hour, on a machine that does nothing else) |
| speed, memory, start-up | ` + "`make bench`" + ` (15 minutes), which leaves ` + "`build/bench/go.txt`" + ` and ` + "`samples.txt`" + ` for benchstat |
| accuracy | ` + "`make eval`" + ` |
| beside the peers | ` + "`make compare`" + ` |
| what allocations and times have become since a release | ` + "`make gate`" + ` |
| one evaluation | ` + "`PORTICO_EVAL=1 go test -count=1 -v -run EvalPassive ./engine/native/assemble`" + ` |
`
