package disview

import (
	"strings"

	"portico/engine/document/template"
	"portico/sync/disapi"
)

// Metadata lists the documents that the templates describe.
func Metadata(templates []template.Template) disapi.DocumentMetadataResponse {
	out := disapi.DocumentMetadataResponse{Documents: []disapi.Document{}}
	for _, t := range templates {
		d := disapi.Document{
			DocumentType: disapi.MetadataDocumentType{
				Country: strings.ToUpper(t.Country), Edition: t.Edition, Type: t.Kind, MachineReadableTravelDocument: t.MRTD,
			},
			Pages: map[string]disapi.PageMetadata{},
		}
		for side, layout := range t.Sides {
			d.Pages[side] = page(layout)
		}
		out.Documents = append(out.Documents, d)
	}
	return out
}

func page(l template.Layout) disapi.PageMetadata {
	p := disapi.PageMetadata{
		Portrait:   &disapi.Portrait{Present: l.Portrait != nil},
		VisualZone: map[string]disapi.TextField{},
	}
	for _, f := range l.Fields {
		p.VisualZone[f.Name] = disapi.TextField{Label: f.Label, ValueNormalized: f.Kind == template.Date}
	}
	if l.MRZ {
		p.VisualZone["machineReadableZone"] = disapi.TextField{}
	}
	return p
}
