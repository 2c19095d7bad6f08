package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"portico/engine/document"
	"portico/engine/document/template"
)

func newTemplate(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "template", Short: "Describe new types of documents",
		Args: usage(cobra.NoArgs), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var to string
	draft := &cobra.Command{
		Use: "new PICTURE", Short: "Draft a template from a photograph of one side, to be corrected by hand",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return newDraft(cmd, o, args[0], to) },
	}
	draft.Flags().StringVarP(&to, "output", "o", "", "write to a new `FILE` instead of standard output")
	cmd.AddCommand(draft, &cobra.Command{
		Use: "check TEMPLATE PICTURE...", Short: "Try a template on photographs; fails where one does not match",
		Args: usage(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error { return checkTemplate(cmd, o, args[0], args[1:]) },
	})
	return cmd
}

func newDraft(cmd *cobra.Command, o *options, picture, to string) error {
	img, err := readPicture(picture)
	if err != nil {
		return err
	}
	p, err := o.engine(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	draft, err := p.Documents.Draft(cmd.Context(), img)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := writeDraft(&text, draft, filepath.Base(picture), time.Now()); err != nil {
		return err
	}
	if to == "" {
		_, err = os.Stdout.Write(text.Bytes())
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the template: %w", err)
	}
	_, err = f.Write(text.Bytes())
	return errors.Join(err, f.Close())
}

// writeDraft writes what the operator completes.
func writeDraft(w io.Writer, d *document.Draft, picture string, now time.Time) error {
	t := template.NewText(w)
	t.Comment("Drafted from %s on %s. Boxes are [left, top, right, bottom] in fractions of the page.", picture, now.Format(time.DateOnly))
	t.Comment("Complete what is commented out, remove what is not on every document of the type, then run")
	t.Comment("portico template check TEMPLATE PICTURE... on photographs that it was not drafted from.")
	if d.Whole {
		t.Comment("No outline of a document was found: the boxes are fractions of the whole picture.")
	}
	zone := document.Type{}
	if d.Zone != nil {
		zone = *d.Zone
	}
	t.Set("country", zone.Country)
	t.Set("type", zone.Kind)
	t.Set("edition", "")
	t.Set("size", d.Size)
	t.Set("machine-readable-travel-document", zone.MRTD)
	t.Page(string(document.Front), d.Zone != nil, d.Portray)
	t.Comment("Anchors: at least two texts that every document of the type has here. Those commented out may be values.")
	t.Anchors(d.Anchors, d.Other)
	for _, f := range d.Fields {
		t.Field(f, d.Values[f.Name])
	}
	return t.Err()
}

// templateResult is what a template gives on one picture.
type templateResult struct {
	File     string                    `json:"file"`
	Error    string                    `json:"error,omitempty"`
	Matches  bool                      `json:"matches"`
	Side     document.Side             `json:"pageType,omitempty"`
	Fields   map[string]document.Field `json:"fields,omitempty"`
	Problems []string                  `json:"problems,omitempty"`
}

func checkTemplate(cmd *cobra.Command, o *options, file string, pictures []string) error {
	t, err := template.LoadFile(os.DirFS(filepath.Dir(file)), filepath.Base(file))
	if err != nil {
		return err
	}
	p, err := o.engine(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	reader := p.Documents.With([]template.Template{t})
	var failed error
	for _, picture := range pictures {
		r := &templateResult{File: picture}
		img, err := readPicture(picture)
		if err == nil {
			var found *document.Reading
			if found, err = reader.Read(cmd.Context(), img, document.Options{Sources: []string{document.SourceVIZ, document.SourceMRZ}}); err == nil {
				r.judge(found, t)
			}
		}
		switch {
		case errors.Is(err, document.ErrNoCard):
			r.Problems = append(r.Problems, "no outline of a document was found; if the picture is a scan of nothing but the page, its anchors were not read either")
		case err != nil:
			r.Error = err.Error()
		}
		if !r.Matches {
			failed = errSomeFailed
		}
		if err := o.print(r); err != nil {
			return err
		}
	}
	return failed
}

// judge says what is wrong with a reading under the template.
func (r *templateResult) judge(found *document.Reading, t template.Template) {
	r.Matches = found.Type != nil && found.Type.Method == document.TemplateSupport
	if !r.Matches {
		r.Problems = append(r.Problems, "the page is not taken for this type: fewer than two anchors were read where the template has them; correct their texts and boxes")
		return
	}
	r.Side, r.Fields = found.Side, found.Visual
	for _, f := range t.Sides[string(found.Side)].Fields {
		value, ok := found.Visual[f.Name]
		switch {
		case !ok:
			r.Problems = append(r.Problems, f.Name+": nothing was read; move or widen its box")
		case !document.Plausible(value.Raw, f):
			r.Problems = append(r.Problems, fmt.Sprintf("%s: %q has not the form of a %s; correct the box, the kind, the format or the pattern", f.Name, value.Raw, f.Kind))
		case value.Confidence < unsureField:
			r.Problems = append(r.Problems, fmt.Sprintf("%s: read with confidence %.2f only; the box may cut letters or hold other print", f.Name, value.Confidence))
		}
	}
}

func (r *templateResult) text(w io.Writer) {
	switch {
	case r.Error != "":
		fmt.Fprintf(w, "%s: %s\n", r.File, r.Error)
		return
	case r.Matches:
		fmt.Fprintf(w, "%s: matches, %s\n", r.File, r.Side)
	default:
		fmt.Fprintf(w, "%s: does not match\n", r.File)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		f := r.Fields[name]
		fmt.Fprintf(w, "  %-18s %q  %.2f\n", name, f.Value, f.Confidence)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(w, "  problem: %s\n", p)
	}
}

// unsureField is the confidence below which a field is worth a look: the
// contract's threshold of doubtful texts.
const unsureField = 0.92
