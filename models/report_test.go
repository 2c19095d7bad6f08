package models_test

import (
	"os"

	"portico/models"
)

func ExampleReport() {
	report := models.Report(os.Stdout)
	report(models.Progress{Step: 1, Steps: 2, What: "download onnxruntime 1.32.0"})
	report(models.Progress{Step: 1, Steps: 2, What: "download onnxruntime 1.32.0", Done: 1 << 20, Total: 27 << 20})
	report(models.Progress{Step: 2, Steps: 2, What: "unpack onnxruntime"})
	// Output:
	//   1/2 download onnxruntime 1.32.0
	//   2/2 unpack onnxruntime
}
