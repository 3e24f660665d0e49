"""One piece of news composed for the tests of importing, as lines and as text."""

TITLE = "青禾区召开云帆数谷项目推进会"
PARAGRAPHS = [
    "本报讯 6月3日上午，青禾区委书记林知远在区政务中心主持召开云帆数谷项目推进会，听取项目进展情况汇报。区领导苏见山、顾南枝参加会议。",
    "林知远强调，要抢抓工期，确保年内完成投资3.5亿元；要加强调度，每周通报一次进度。",
    "会前，与会人员到禾木镇察看了项目现场。",
]
BYLINE = "记者 方小舟"
LINES = [TITLE, *PARAGRAPHS, BYLINE]
TEXT = "\n".join(LINES) + "\n"
ISSUE = "2024-06-05"
