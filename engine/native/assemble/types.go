package assemble

import (
	"fmt"
	"os"
	"slices"

	"portico/engine/document/template"
)

// openTypes loads the document types that are built in and those in the
// operator's folders. An operator's type replaces the built-in one of the same
// country, kind and edition. A broken template becomes one of p.Faults and
// leaves the others; a folder that is not there is an error.
func (p *Parts) openTypes(dirs []string) error {
	var err error
	if p.Types, err = template.Builtin(); err != nil {
		return err
	}
	for _, dir := range dirs {
		if _, err := os.ReadDir(dir); err != nil {
			return fmt.Errorf("open the folder of templates: %w; create it or correct templates.dir", err)
		}
		types, faults := template.Load(os.DirFS(dir))
		if faults != nil {
			p.Faults = append(p.Faults, fmt.Errorf("templates in %s: %w", dir, faults))
		}
		for _, t := range types {
			p.Types = slices.DeleteFunc(p.Types, t.Same)
			p.Types = append(p.Types, t)
		}
	}
	return nil
}
