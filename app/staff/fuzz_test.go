package staff

import "testing"

// FuzzParse is internal: matching each input would take a tenth of a second.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"$argon2id$v=19$m=65536,t=3,p=4$wmfHN8NovclisiB6QImI3A$DrVKL9VsmAnUFc2FRLfmBlsftzxfW+ia0QCLl/f9CBw",
		"$argon2id$v=19$m=65536,t=3,p=4$$",
		"$argon2i$v=19$m=65536,t=3,p=4$wmfHN8NovclisiB6QImI3A$DrVKL9VsmAnUFc2FRLfmBlsftzxfW+ia0QCLl/f9CBw",
		"$argon2id$v=19$m=65536,t=3,p=4$wmfHN8NovclisiB6QImI3A$DrVKL9VsmAnUFc2FRLfmBlsftzxfW+ia0QCLl/f9\nCBw",
		"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := parse(text); err == nil && h.String() != text {
			t.Errorf("%q was read as %q", text, h)
		}
	})
}
