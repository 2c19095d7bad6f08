package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"portico/assets/fonts"
)

// Layout of the summary, in millimetres and points.
const (
	margin      = 18.0
	nameWide    = 62.0
	lineHeight  = 5.5
	pictureWide = 84.0
	typeface    = "Noto"
)

// summary is the case to print: the outcome with its reasons, what is known of
// the customer, the consents, and the pictures.
func summary(c content, made time.Time) ([]byte, error) {
	p := paper{fpdf.New("P", "mm", "A4", "")}
	p.AddUTF8FontFromBytes(typeface, "", fonts.Regular)
	p.AddUTF8FontFromBytes(typeface, "B", fonts.Bold)
	p.SetCreationDate(made)
	p.SetModificationDate(made)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(true, margin)
	p.AddPage()
	p.title("Identity onboarding", 16)
	p.line("Identifier", c.ID)
	p.line("Begun", c.Created.UTC().Format(time.RFC1123))
	p.line("This file made", made.UTC().Format(time.RFC1123))
	p.line("Decision", string(c.Decision))
	if v := c.Verdict; v != nil {
		p.title("Trust factors", 12)
		for _, f := range v.Factors {
			p.line(f.Name, string(f.Result))
		}
		for _, reason := range v.Reasons {
			p.line("", reason)
		}
	}
	if r := c.Review; r != nil {
		p.title("Review", 12)
		p.line(r.Role, fmt.Sprintf("%s, %s", r.Decision, r.At.UTC().Format(time.RFC1123)))
		p.line("Confirmed by", r.Second)
		p.line("Note", r.Note)
	}
	if err := p.customer(c); err != nil {
		return nil, err
	}
	p.title("Consents", 12)
	for _, k := range c.Consents {
		p.line(k.Purpose, fmt.Sprintf("text %s (%s), %s", k.Text, k.Language, k.Given.UTC().Format(time.RFC1123)))
	}
	p.pictures(c.Pictures)
	var out bytes.Buffer
	err := p.Output(&out)
	return out.Bytes(), err
}

type paper struct{ *fpdf.Fpdf }

func (p paper) title(text string, size float64) {
	p.Ln(lineHeight / 2)
	p.SetFont(typeface, "B", size)
	p.MultiCell(0, size/2+2, text, "", "L", false)
}

// line is a name and a value, below one another where the name is long; nothing
// where there is no value.
func (p paper) line(name, value string) {
	if value == "" {
		return
	}
	p.SetFont(typeface, "B", 9)
	if p.GetStringWidth(name) > nameWide-2*p.GetCellMargin() {
		p.MultiCell(0, lineHeight, name, "", "L", false)
		name = ""
	}
	p.CellFormat(nameWide, lineHeight, name, "", 0, "L", false, 0, "")
	p.SetFont(typeface, "", 9)
	p.MultiCell(0, lineHeight, value, "", "L", false)
}

// customer prints what the contract tells of the customer, leaf by leaf.
func (p paper) customer(c content) error {
	data, err := json.Marshal(c.Customer)
	if err != nil {
		return err
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return err
	}
	p.title("Customer", 12)
	p.leaves(nil, tree)
	return nil
}

func (p paper) leaves(path []string, node any) {
	switch v := node.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != "links" {
				p.leaves(append(slices.Clone(path), name), v[name])
			}
		}
	case []any:
		for _, e := range v {
			p.leaves(path, e)
		}
	default:
		p.line(strings.Join(path, " "), fmt.Sprint(v))
	}
}

// pictures prints the pictures below one another. One that PDF cannot hold is
// only named.
func (p paper) pictures(all []picture) {
	p.AddPage()
	p.title("Pictures", 12)
	for i, pic := range all {
		info, err := imageInfo(pic.data)
		if err != nil {
			p.line(pic.Name, "not printable")
			continue
		}
		_, height := p.GetPageSize()
		if tall := pictureWide * info.aspect; p.GetY()+tall > height-2*margin {
			p.AddPage()
		}
		p.line(pic.Name, " ")
		options := fpdf.ImageOptions{ImageType: info.kind}
		name := fmt.Sprint(i)
		p.RegisterImageOptionsReader(name, options, bytes.NewReader(pic.data))
		p.ImageOptions(name, margin, p.GetY(), pictureWide, 0, true, options, 0, "")
		p.Ln(lineHeight / 2)
	}
}
