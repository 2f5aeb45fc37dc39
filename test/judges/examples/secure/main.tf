# A trail that is integrated with CloudWatch Logs.
resource "aws_cloudtrail" "example" {
  name                       = "example"
  s3_bucket_name             = "example-bucket"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.example.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.example.arn
}

resource "aws_cloudwatch_log_group" "example" {
  name = "example"
}

resource "aws_iam_role" "example" {
  name = "example"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "cloudtrail.amazonaws.com" } }]
  })
}
