package figures

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"os"
	"path/filepath"

	"portico/engine/imaging"
)

// Errors are what an evaluation judged wrongly, each with its pictures, for
// people to look at: a page of its own in the folder that PORTICO_ERRORS names.
// It lies outside the repository, for the pictures may not be passed on.
// Without the variable nothing is kept. The zero value is ready; it is for one
// goroutine.
type Errors struct {
	all []mistake
	err error // the first
}

type mistake struct {
	Said     string
	Pictures []template.URL // data: addresses of JPEG
}

// errorSide is the longer side of a picture that is kept, in pixels.
const errorSide = 800

// Add keeps what went wrong and shrunk copies of the pictures.
func (e *Errors) Add(said string, pictures ...*image.RGBA) {
	if os.Getenv("PORTICO_ERRORS") == "" {
		return
	}
	m := mistake{Said: said}
	for _, img := range pictures {
		small, _ := imaging.Fit(img, errorSide)
		data, err := imaging.EncodeJPEG(small, 85)
		e.err = cmp.Or(e.err, err)
		m.Pictures = append(m.Pictures, template.URL("data:image/jpeg;base64,"+base64.StdEncoding.EncodeToString(data))) //nolint:gosec // made here
	}
	e.all = append(e.all, m)
}

var errorPage = template.Must(template.New("").Parse(`<!doctype html>
<meta charset="utf-8">
<title>{{.Title}}: errors</title>
<style>body{font-family:sans-serif} figure{margin:1em 0} img{max-width:45%;margin-right:1em;vertical-align:top}</style>
<h1>{{.Title}}: {{len .All}} errors</h1>
{{range .All}}<figure>{{range .Pictures}}<img src="{{.}}">{{end}}<figcaption>{{.Said}}</figcaption></figure>
{{end}}`))

// Errors writes the page of errors, which is named as the section is.
func (s *Section) Errors(e *Errors) error {
	dir := os.Getenv("PORTICO_ERRORS")
	if dir == "" {
		return nil
	}
	var page bytes.Buffer
	content := struct {
		Title string
		All   []mistake
	}{s.name, e.all}
	err := cmp.Or(e.err, errorPage.Execute(&page, content), os.MkdirAll(dir, 0o700))
	if err = cmp.Or(err, os.WriteFile(filepath.Join(dir, s.name+".html"), page.Bytes(), 0o600)); err != nil {
		return fmt.Errorf("figures: keep the errors: %w", err)
	}
	return nil
}
