// Package fonts embeds the typefaces of the screens and of the specimen
// cards; LICENCES.txt beside them says whose they are.
package fonts

import _ "embed" // for the files below

// Regular and Bold are Noto Sans (SIL Open Font License 1.1).
var (
	//go:embed NotoSans-Regular.ttf
	Regular []byte
	//go:embed NotoSans-Bold.ttf
	Bold []byte
)

// OCRB is OCR-B after ISO 1073-2, for machine-readable zones.
//
//go:embed OCRB.ttf
var OCRB []byte
