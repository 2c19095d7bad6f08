package assemble_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"portico/assets/specimen"
	"portico/engine/document"
	"portico/engine/document/documenttest"
)

// onPlainDesk lays a straight page on a desk, turned a little.
func onPlainDesk(page *image.RGBA, seed uint64) *image.RGBA {
	desk := documenttest.Desk(1600, 1200, color.RGBA{92, 74, 60, 255}, seed)
	specimen.Project(desk, page, documenttest.Place(1600, 1200, 1050, .06*math.Sin(float64(seed)), 0))
	return desk
}

// TestEverySpecimenIsRecognisedAsItself reads the documents that package
// specimen draws: their editions are told apart, and what looks like one of
// them is none.
func TestEverySpecimenIsRecognisedAsItself(t *testing.T) {
	r := documents(t)
	photo := specimen.IDPhoto(specimen.Person{Seed: 3})
	card := specimen.Example(photo)
	of := func(d specimen.Design) specimen.Card { c := card; c.Design = d; return c }
	passport := specimen.Passport{
		GivenNames: "Anna Maria", Surname: "Eriksson", Sex: "F", Number: "L898902C3", Birth: "12.08.1974", Issue: "16.04.2024", Expiry: "15.04.2034",
		BirthPlace: "Zenith", Authority: "ZENITH", Portrait: photo,
	}
	foreign := passport
	foreign.Country, foreign.Title = "WORLD", "CITIZEN BOOK"
	licence := specimen.Licence{
		GivenNames: "Anna Maria", Surname: "Eriksson", Number: "DL4418207", Birth: "12.08.1974", Issue: "16.04.2024", Expiry: "15.04.2034", Classes: "A B", Portrait: photo,
	}
	for name, tc := range map[string]struct {
		page          *image.RGBA
		kind, edition string // empty: no type that a template describes
		fields        map[string]string
	}{
		"identity card":              {card.Front(1050), "identity-card", "2026", map[string]string{document.Surname: "Eriksson", document.DateOfExpiry: "2032-04-15"}},
		"identity card, back":        {card.Back(1050), "identity-card", "2026", map[string]string{document.PlaceOfBirth: "Zenith"}},
		"its older edition":          {of(specimen.Edition2018).Front(1050), "identity-card", "2018", map[string]string{document.Surname: "Eriksson", document.DateOfExpiry: "2032-04-15"}},
		"its older edition, back":    {of(specimen.Edition2018).Back(1050), "identity-card", "2018", map[string]string{document.PlaceOfBirth: "Zenith"}},
		"passport":                   {passport.Page(1050), "passport", "2026", map[string]string{document.GivenNames: "ANNA MARIA", document.DocumentNumber: "L898902C3", document.DateOfBirth: "1974-08-12"}},
		"licence":                    {licence.Front(1050), "drivers-licence", "2026", map[string]string{document.DocumentNumber: "DL4418207", document.DateOfIssue: "2024-04-16"}},
		"another state's card":       {of(specimen.ForeignCard).Front(1050), "", "", nil},
		"another card of the state":  {of(specimen.LibraryCard).Front(1050), "", "", nil},
		"a book that is no passport": {foreign.Page(1050), "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := r.Read(t.Context(), onPlainDesk(tc.page, uint64(len(name))), document.Options{})
			if err != nil {
				t.Fatal(err)
			}
			known := got.Type != nil && got.Type.Method == document.TemplateSupport
			if tc.kind == "" {
				if known {
					t.Errorf("recognised as %+v", *got.Type)
				}
				return
			}
			if !known || got.Type.Country != "uto" || got.Type.Kind != tc.kind || got.Type.Edition != tc.edition {
				t.Fatalf("recognised as %+v, want the %s of %s", got.Type, tc.kind, tc.edition)
			}
			for field, want := range tc.fields {
				if got.Visual[field].Value != want {
					t.Errorf("%s is %q, want %q", field, got.Visual[field].Value, want)
				}
			}
		})
	}
}
