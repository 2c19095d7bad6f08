// Package figures writes what an evaluation measured as a section of
// docs/figures.md. An evaluation adds tables and plots to a Section and closes
// it; the section goes to standard output and, where PORTICO_FIGURES names a
// folder, to NAME.md in it with the numbers of its plots beside, from which
// `make figures` puts the document together.
// Nothing in docs/figures.md is written by hand.
package figures

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Section is one part of the document. It is for one goroutine.
type Section struct {
	name  string
	text  strings.Builder
	files map[string]string // the numbers of its plots, by file
}

// New starts the section that is kept as name.md, under a heading.
func New(name, heading string) *Section {
	s := &Section{name: name, files: map[string]string{}}
	fmt.Fprintf(&s.text, "## %s\n", heading)
	return s
}

// Say adds a paragraph: what was measured, on what, and what limits it.
func (s *Section) Say(format string, args ...any) {
	fmt.Fprintf(&s.text, "\n"+format+"\n", args...)
}

// Table adds a table with its caption and columns; rows are added to it.
func (s *Section) Table(caption string, columns ...string) {
	fmt.Fprintf(&s.text, "\n%s\n\n| %s |\n|%s\n", caption, strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
}

// Row adds a row to the last table.
func (s *Section) Row(cells ...any) {
	for _, cell := range cells {
		fmt.Fprintf(&s.text, "| %v ", cell)
	}
	s.text.WriteString("|\n")
}

// Close writes the section out.
func (s *Section) Close() error {
	fmt.Print("\n", s.text.String())
	dir := os.Getenv("PORTICO_FIGURES")
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	s.files[s.name+".md"] = s.text.String()
	for file, text := range s.files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			return fmt.Errorf("figures: %w", err)
		}
	}
	return nil
}
