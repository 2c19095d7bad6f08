package models

import (
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// check returns everything in the catalogue that makes no sense.
func (c Catalogue) check() error {
	var errs []error
	bad := func(name, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%q: %s", name, fmt.Sprintf(format, args...)))
	}
	packages := map[string]bool{}
	for _, p := range c.Packages {
		if packages[p.Name] {
			bad(p.Name, "listed twice")
		}
		packages[p.Name] = true
		if p.Name == "" || p.Version == "" {
			bad(p.Name, "no name or no version")
		}
		if !strings.HasSuffix(p.File, ".whl") && !strings.HasSuffix(p.File, ".tar.gz") {
			bad(p.Name, "%q is neither a wheel nor a .tar.gz", p.File)
		}
		if err := checkFile(p.File, p.SHA256, p.Size); err != nil {
			bad(p.Name, "%v", err)
		}
	}
	names, files := map[string]bool{}, map[string]bool{}
	for _, m := range c.Models {
		if names[m.Name] || files[m.File] {
			bad(m.Name, "name or file listed twice")
		}
		names[m.Name], files[m.File] = true, true
		if m.Name == "" || m.Version == "" || m.Licence == "" || m.TrainedOn == "" || m.LicenceOfData == "" || m.Purpose == "" {
			bad(m.Name, "a name, version, licence, purpose or origin of data is not stated")
		}
		if m.Policy != Disclose && m.Policy != Clean {
			bad(m.Name, "policy %q", m.Policy)
		}
		if err := checkFile(m.File, m.SHA256, m.Size); err != nil {
			bad(m.Name, "%v", err)
		}
		s := m.Source
		fromPackage := packages[s.Package] && s.Member != "" && path.Clean(s.Member) == s.Member
		if (s.Own != "") == fromPackage || s.Own != "" && s != (Source{Own: s.Own}) {
			bad(m.Name, "source is neither own nor a member of a listed package")
		}
		if s.Convert != "" && s.Convert != "tflite" && s.Convert != "dlib" {
			bad(m.Name, "conversion %q", s.Convert)
		}
	}
	return errors.Join(errs...)
}

func checkFile(name, sha256 string, size int64) error {
	if name == "" || name != filepath.Base(name) || strings.HasPrefix(name, ".") {
		return fmt.Errorf("%q is no plain file name", name)
	}
	if sum, err := hex.DecodeString(sha256); err != nil || len(sum) != 32 || strings.ToLower(sha256) != sha256 {
		return fmt.Errorf("%q is no lower-case SHA-256", sha256)
	}
	if size <= 0 {
		return fmt.Errorf("size %d", size)
	}
	return nil
}
