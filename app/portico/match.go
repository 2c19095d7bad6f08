package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"portico/engine/face"
	"portico/engine/native/assemble"
)

type matchResult struct {
	A        string   `json:"a"`
	B        string   `json:"b"`
	Score    *float64 `json:"score,omitempty"`
	Distance *float64 `json:"distance,omitempty"`
	Error    string   `json:"error,omitempty"`
	MS       float64  `json:"ms"`
}

func newMatch(o *options) *cobra.Command {
	var pairs string
	cmd := &cobra.Command{
		Use:   "match A B | match --pairs CSV",
		Short: "Compare the faces of two pictures",
		Long: "Compare the largest faces of two pictures. With --pairs, compare every line of a\n" +
			"CSV file with the columns a and b; its paths are relative to the file.",
		Args: usage(func(_ *cobra.Command, args []string) error {
			if pairs == "" && len(args) != 2 {
				return errors.New("match needs two pictures, or --pairs CSV")
			}
			if pairs != "" && len(args) > 0 {
				return errors.New("match takes two pictures or --pairs CSV, not both")
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			list := [][2]string{}
			if pairs == "" {
				list = append(list, [2]string{args[0], args[1]})
			} else {
				var err error
				if list, err = readPairs(pairs); err != nil {
					return err
				}
			}
			base := ""
			if pairs != "" {
				base = filepath.Dir(pairs)
			}
			return matchAll(cmd.Context(), o, list, base)
		},
	}
	cmd.Flags().StringVar(&pairs, "pairs", "", "CSV `FILE` with columns a and b")
	return cmd
}

// beside returns path as seen from the folder base.
func beside(base, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, path)
}

func matchAll(ctx context.Context, o *options, pairs [][2]string, base string) error {
	parts, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = parts.Close() }()
	known := templates{parts: parts, seen: map[string]described{}}
	var failed error
	for i, pair := range pairs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i > 0 && i%100 == 0 {
			say("%d of %d pairs", i, len(pairs))
		}
		start := time.Now()
		a, b := pair[0], pair[1]
		r := &matchResult{A: a, B: b}
		if m, err := known.compare(ctx, beside(base, a), beside(base, b)); err != nil {
			r.Error, failed = err.Error(), errSomeFailed
		} else {
			r.Score, r.Distance = &m.Score, &m.Distance
		}
		r.MS = sinceMillis(start)
		if err := o.print(r); err != nil {
			return err
		}
	}
	return failed
}

// templates describes each picture once.
type templates struct {
	parts *assemble.Parts
	seen  map[string]described
}

type described struct {
	template face.Template
	err      error
}

func (t templates) compare(ctx context.Context, a, b string) (face.Match, error) {
	x, y := t.describe(ctx, a), t.describe(ctx, b)
	if err := errors.Join(x.err, y.err); err != nil {
		return face.Match{}, err
	}
	return face.Compare(x.template, y.template)
}

func (t templates) describe(ctx context.Context, path string) described {
	d, ok := t.seen[path]
	if !ok {
		d.template, d.err = describe(ctx, t.parts, path)
		if d.err != nil {
			d.err = fmt.Errorf("%s: %w", path, d.err)
		}
		t.seen[path] = d
	}
	return d
}

func describe(ctx context.Context, p *assemble.Parts, path string) (face.Template, error) {
	img, err := readPicture(path)
	if err != nil {
		return nil, err
	}
	found, err := p.Faces.Find(ctx, img)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errors.New(errNoFace)
	}
	return p.Faces.Template(ctx, img, found[0])
}

func readPairs(path string) ([][2]string, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the pairs: %w", err)
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	head, err := rows.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the pairs: %w", err)
	}
	a, b := slices.Index(head, "a"), slices.Index(head, "b")
	if a < 0 || b < 0 {
		return nil, errors.New("the pairs need a first line with the columns a and b")
	}
	var pairs [][2]string
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return pairs, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the pairs: %w", err)
		}
		pair := [2]string{}
		for i, column := range []int{a, b} {
			if column < len(row) {
				pair[i] = row[column]
			}
		}
		pairs = append(pairs, pair)
	}
}

func (r *matchResult) text(w io.Writer) {
	if r.Error != "" {
		fmt.Fprintf(w, "%s, %s: %s\n", r.A, r.B, r.Error)
		return
	}
	verdict := "not the same person"
	if *r.Score >= face.Threshold {
		verdict = "same person"
	}
	fmt.Fprintf(w, "%s, %s: %s, score %.3f, distance %.3f\n", r.A, r.B, verdict, *r.Score, *r.Distance)
}
