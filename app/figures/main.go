// Command figures puts docs/figures.md together from what `make eval`,
// `make bench`, `make compare`, `make demo` and `make soak` left in build: the
// marks, the speed, the sections of the evaluations with their plots, the
// machine and the day; and docs/limits.md. Called by `make figures`.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
)

// order is how the sections follow each other; others come after them by name.
var order = []string{
	"compare", "locating", "false-finds", "mrz", "mrz-altered", "mrz-rendered", "document-fields", "document-passports", "barcodes", "authenticity",
	"guidance-cards", "guidance-faces", "face-match", "face-age", "face-quality", "face-wearables",
	"liveness-smile", "liveness-gaze", "liveness-puppets", "liveness-approach", "liveness-light", "liveness-blink", "liveness-bands", "liveness-solid", "liveness-passive",
}

const dayFormat = "2 January 2006"

func main() {
	build := flag.String("build", "build", "`FOLDER` of what was measured: figures, bench, demo and soak")
	out := flag.String("out", "docs", "`FOLDER` of figures.md, limits.md and images/figures, to write")
	flag.Parse()
	if err := run(*build, *out, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func run(build, out string, now time.Time) error {
	m, err := load(build)
	if err != nil {
		return err
	}
	machine, err := describe()
	if err != nil {
		return err
	}
	libraries, err := versions()
	if err != nil {
		return err
	}
	day := now.Format(dayFormat)
	head := fmt.Sprintf("- **Machine**: %s.\n- **Versions**: %s.\n- **Date**: ", machine, libraries)
	if limits := limitsPage(m.speed, head+m.speedDay+".\n"); limits != nil {
		if err := os.WriteFile(filepath.Join(out, "limits.md"), limits, 0o644); err != nil { //nolint:gosec // a document for everybody
			return err
		}
	}
	if err := plots(filepath.Join(build, "figures"), filepath.Join(out, "images", "figures"), graphs(m)); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "figures.md"), document(m, head+day+"; a section that was measured on another says so.\n", day), 0o644) //nolint:gosec // a document for everybody
}

// document is docs/figures.md.
func document(m measured, head, day string) []byte {
	sections := []section{{marksTable(m, day), day}, {speedSection(m), m.speedDay}, {kioskSection(m), cmp.Or(m.demoDay, m.soakDay)}}
	for _, name := range slices.SortedFunc(maps.Keys(m.sections), byOrder) {
		sections = append(sections, m.sections[name])
	}
	var contents, text strings.Builder
	for _, s := range sections {
		if heading, ok := strings.CutPrefix(s.text, "## "); ok {
			title, _, _ := strings.Cut(heading, "\n")
			fmt.Fprintf(&contents, "- [%s](#%s)\n", title, anchor(title))
			text.WriteString("\n" + s.on(day))
		}
	}
	return fmt.Appendf(nil, introduction+"%s", head, contents.String(), text.String())
}

func byOrder(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) }

func rank(section string) int {
	if i := slices.Index(order, section); i >= 0 {
		return i
	}
	return len(order)
}

// anchor is the name by which Markdown's readers link to a heading.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

const introduction = `# Figures

What Portico was measured to do, on what, and how to measure it again. This file is written by ` + "`make figures`" + `, never by hand. Rates
stand with their counts and with Clopper and Pearson's 95 %% intervals, a source and a kind a row, never pooled. They hold for these
pictures; a kiosk's own camera, light and visitors differ. How far each stage is from what the machine could do is in [limits.md](limits.md).

%s- **Pictures**: those of the folder that ` + "`PORTICO_DATA`" + ` names (default ` + "`../shared/data`" + `), which nobody in the project made and which may
  not be passed on; without it the evaluations skip, and speed is measured on Portico's own drawn specimen.

| to measure again | command |
|---|---|
| everything, and this file | ` + "`make figures`" + ` (an hour and a half, on a machine that does nothing else) |
| this file, from what was measured | ` + "`go run ./app/figures`" + ` |
| speed, memory, start-up | ` + "`make bench`" + ` (15 minutes), which leaves ` + "`build/bench/go.txt`" + ` and ` + "`samples.txt`" + ` for benchstat |
| accuracy | ` + "`make eval`, which leaves what was judged wrongly, with its pictures, outside the repository: `~/.cache/portico/errors`" + ` |
| beside the peers | ` + "`make compare` (15 minutes)" + ` |
| the kiosk in its window | ` + "`make demo`, `make soak`" + ` |
| what allocations and times have become since a release | ` + "`make gate`" + ` |
| one evaluation | ` + "`PORTICO_EVAL=1 go test -count=1 -v -run EvalPassive ./engine/native/assemble`" + ` |

Contents

%s`
