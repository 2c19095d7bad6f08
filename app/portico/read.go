package main

import (
	"context"
	"fmt"
	"image"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/mrz"
	"portico/engine/imaging"
	"portico/engine/native/assemble"
	"portico/engine/onboarding"
)

type readResult struct {
	File         string                    `json:"file"`
	Error        string                    `json:"error,omitempty"`
	Page         *readPage                 `json:"page,omitempty"`
	MRZ          *readZone                 `json:"mrz,omitempty"`
	Fields       map[string]document.Field `json:"fields,omitempty"`
	Barcodes     []barcode.Symbol          `json:"barcodes,omitempty"`
	Portrait     *rectangle                `json:"portrait,omitempty"`
	Quality      *document.Quality         `json:"quality,omitempty"`
	Authenticity map[string]document.Check `json:"authenticity,omitempty"`
	MS           millis                    `json:"ms"`
}

type readPage struct {
	Type             *document.Type `json:"documentType,omitempty"`
	Side             document.Side  `json:"pageType"`
	Corners          imaging.Quad   `json:"corners"`
	Confidence       float64        `json:"confidence"`
	CornerOutOfImage bool           `json:"cornerOutOfImage"`
	Warnings         []string       `json:"warnings,omitempty"`
}

type readZone struct {
	Type       mrz.Type        `json:"type"`
	Lines      []string        `json:"lines"`
	Valid      bool            `json:"valid"` // every check digit holds and nothing is in doubt
	Checks     map[string]bool `json:"checkDigits"`
	Raw        []string        `json:"raw"` // before grammar and check digits chose
	Confidence float64         `json:"confidence"`
	Doubt      [][]float64     `json:"doubt"` // by line and character, 0..1
	Unsure     []mrz.Place     `json:"unsure,omitempty"`
}

type rectangle struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

func newRead(o *options) *cobra.Command {
	var narrow document.Options
	cmd := &cobra.Command{
		Use:   "read FILE...",
		Short: "Read identity documents in photographs",
		Args:  usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			if len(narrow.Sources) == 0 {
				narrow.Sources = document.AllSources()
			}
			for i, source := range narrow.Sources {
				narrow.Sources[i] = strings.ToUpper(source)
				if !slices.Contains(document.AllSources(), narrow.Sources[i]) {
					return usageError{fmt.Errorf("--sources: there is no %q; choose from %s", source, strings.Join(document.AllSources(), ", "))}
				}
			}
			return o.eachFile(cmd.Context(), files, func(p *assemble.Parts, file string) (bool, error) {
				r := readDocument(cmd.Context(), p, file, narrow, time.Now())
				return r.Error == "", o.print(r)
			})
		},
	}
	cmd.Flags().StringSliceVar(&narrow.Sources, "sources", nil, "read only these `ZONES`: "+strings.Join(document.AllSources(), ", "))
	return cmd
}

func readDocument(ctx context.Context, p *assemble.Parts, file string, narrow document.Options, now time.Time) *readResult {
	r := &readResult{File: file, MS: millis{}}
	start := time.Now()
	defer func() { r.MS["total"] = sinceMillis(start) }()
	img, err := readPicture(file)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	r.MS["decode"] = sinceMillis(start)
	found, err := p.Documents.Read(ctx, img, narrow)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	maps.Copy(r.MS, found.Millis)
	page := found.Page
	r.Page = &readPage{page.Type, page.Side, page.Corners, page.Confidence, page.CornerOutOfImage, page.Warnings}
	r.Quality, r.Authenticity = &page.Quality, page.Authenticity
	r.Fields = onboarding.PageFields(&page, now)
	if z := page.MRZ; z != nil {
		r.MRZ = &readZone{z.Type, z.Lines, z.Sure(), z.Checks, z.Raw, z.Confidence, z.Doubt, z.Unsure}
	}
	r.Barcodes = page.Barcodes
	if page.Portrait != nil {
		r.Portrait = inPhotograph(*page.Portrait, found.Rectified.Rect, page.Corners)
	}
	return r
}

// inPhotograph returns the upright rectangle around a place of the rectified
// page, in pixels of the photograph.
func inPhotograph(r, page image.Rectangle, corners imaging.Quad) *rectangle {
	m, err := imaging.Between(imaging.RectQuad(page), corners)
	if err != nil {
		return nil
	}
	q := imaging.RectQuad(r)
	for i := range q {
		q[i] = m.Apply(q[i])
	}
	b := q.Bounds()
	return &rectangle{b.Min.X, b.Min.Y, b.Dx(), b.Dy()}
}

func sinceMillis(start time.Time) float64 {
	return float64(time.Since(start).Microseconds()) / 1000
}

func (r *readResult) text(w io.Writer) {
	if r.Error != "" {
		fmt.Fprintf(w, "%s: %s\n", r.File, r.Error)
		return
	}
	kind := "type not recognised"
	if t := r.Page.Type; t != nil {
		kind = fmt.Sprintf("%s %s %s (%s)", t.Country, t.Kind, t.Edition, t.Support)
	}
	fmt.Fprintf(w, "%s: %s, %s, %.0f ms\n", r.File, kind, r.Page.Side, r.MS["total"])
	if r.MRZ != nil {
		for _, line := range r.MRZ.Lines {
			fmt.Fprintf(w, "  %s\n", line)
		}
		fmt.Fprintf(w, "  %s, valid and sure: %v\n", r.MRZ.Type, r.MRZ.Valid)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		f := r.Fields[name]
		fmt.Fprintf(w, "  %-18s %q  %.2f %s\n", name, f.Value, f.Confidence, f.Source)
	}
	for _, warning := range r.Page.Warnings {
		fmt.Fprintf(w, "  warning: %s\n", warning)
	}
	for _, b := range r.Barcodes {
		fmt.Fprintf(w, "  barcode %s, %d bytes\n", b.Format, len(b.Data))
	}
	for _, issue := range r.Quality.Issues {
		fmt.Fprintf(w, "  quality: %s\n", issue)
	}
}
