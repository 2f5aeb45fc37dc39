# A trail without CloudWatch Logs.
resource "aws_cloudtrail" "example" {
  name           = "example"
  s3_bucket_name = "example-bucket"
}
